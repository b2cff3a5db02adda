/** Tells the time in epoch milliseconds. Core code is handed one, so that tests can move it. */
export type Clock = () => number
