export const SEARCH_AUTHS = ['sigv4', 'none'] as const
/** How requests to the search domain are signed: `sigv4` on AWS, `none` on one's own machine. */
export type SearchAuth = (typeof SEARCH_AUTHS)[number]
