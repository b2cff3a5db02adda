const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/
const IPV6_GROUP = /^[0-9a-fA-F]{1,4}$/
const IPV6_GROUPS = 8

/**
 * An address as hexadecimal digits, 8 for IPv4 and 32 for IPv6, so that text order is address order;
 * undefined for any other text.
 */
export function parseAddress(text: string): string | undefined {
  if (IPV4.test(text)) return parseIPv4(text)
  return text.includes(':') ? parseIPv6(text) : undefined
}

function parseIPv4(text: string): string | undefined {
  const bytes = text.split('.').map(Number)
  if (bytes.some((byte) => byte > 255)) return undefined
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function parseIPv6(text: string): string | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = IPV6_GROUPS - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every((group) => IPV6_GROUP.test(group))) return undefined
  return groups.map((group) => group.toLowerCase().padStart(4, '0')).join('')
}
