/** Of the states that AWS names, those which a Pipe of a running stack can have. */
export type PipeState = 'STARTING' | 'RUNNING' | 'STOPPING' | 'STOPPED'
