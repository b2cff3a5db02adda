/** How the servers of a cache stand together. */
export const CACHE_MODES = ['cluster', 'single'] as const
export type CacheMode = (typeof CACHE_MODES)[number]

/** How a function says who it is: by a token that its role signs, or not at all. */
export const CACHE_AUTHS = ['iam', 'none'] as const
export type CacheAuth = (typeof CACHE_AUTHS)[number]
