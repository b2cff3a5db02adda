/** A resource of the template could not be created: the message names it, `cause` is why. */
export class ResourceNotCreated extends Error {
  override readonly name = 'ResourceNotCreated'
}
