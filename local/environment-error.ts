/** Something that this machine lacks or has taken (a JDK, Maven, a port): one sentence that says the way out. */
export class EnvironmentError extends Error {
  override readonly name: string = 'EnvironmentError'
}
