/** Of the states that AWS names, those which a mapping of a running stack can have. */
export type MappingState = 'Enabled' | 'Disabling' | 'Disabled'
