/** Ranges and defaults of a function's settings. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const MEMORY_MIB_MIN = 128
export const MEMORY_MIB_MAX = 10_240
export const MEMORY_MIB_DEFAULT = 128
export const TIMEOUT_SECONDS_MIN = 1
export const TIMEOUT_SECONDS_MAX = 900
export const TIMEOUT_SECONDS_DEFAULT = 3
