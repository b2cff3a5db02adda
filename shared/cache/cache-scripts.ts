/**
 * What happens inside the server, atomically. Everything that keeps the cache right is here: an
 * invalidation takes the lease away, and a fill without its lease is refused.
 *
 * An invalidation deletes before it sets: a full server refuses a script whose first write needs
 * memory, and lets one go on that has written. So it refuses leases and fills, never an invalidation.
 * https://valkey.io/topics/eval-intro/#scripts-with-compatibility-mode
 */

/** What a lease holds while nobody may have one. No token is this text. */
const CLOSED = 'closed'

/**
 * Invalidates items whose change is above their floor.
 *
 * KEYS: value, lease and floor of each item. ARGV: a new floor's time to live in ms, then the floor
 * text of each item's change (`toFloor`). Reply: a digit an item, 1 applied, 0 stale.
 *
 * A floor that is raised keeps its time to live: to set it anew would cost a fifth of the script, and
 * a floor that is gone costs a miss.
 *
 * Floors of one length have labels of one length, so their texts are in the order of label and then
 * number; else the labels differ and decide. What is no floor (a digit first, a slash before the last
 * 40 characters) counts as none: one odd key must neither stop the others nor hold its item back.
 */
export const INVALIDATE_ITEMS = `
local call, pcall, ttl = redis.call, redis.pcall, ARGV[1]
local outcomes = {}
for item = 1, #KEYS / 3 do
  local floor, change = KEYS[item * 3], ARGV[item + 1]
  local stored = pcall('GET', floor)
  local isKnown = type(stored) == 'string'
  local above = true
  if isKnown then
    if #stored == #change then above = change > stored
    else above = change:sub(1, -42) > stored:sub(1, -42) end
    if not above and not (stored:byte(-41) == 47 and stored:byte(1) <= 57) then
      above, isKnown = true, false
    end
  end
  if above then
    call('DEL', KEYS[item * 3 - 2], KEYS[item * 3 - 1])
    if isKnown then call('SET', floor, change, 'KEEPTTL')
    else call('SET', floor, change, 'PX', ttl) end
  end
  outcomes[item] = above and '1' or '0'
end
return table.concat(outcomes)
`

/**
 * Invalidates what has no floor, since it is made of several items, whose positions do not compare.
 *
 * KEYS: value and lease of each. ARGV: for each, how long no lease is given afterwards, in ms, or 0.
 */
export const INVALIDATE_LISTS = `
for list = 1, #KEYS / 2 do
  local value, lease = KEYS[list * 2 - 1], KEYS[list * 2]
  redis.call('DEL', value, lease)
  if ARGV[list] ~= '0' then redis.call('SET', lease, '${CLOSED}', 'PX', ARGV[list]) end
end
`

/**
 * Gives a lease to who will fill a missing value.
 *
 * KEYS: value, lease. ARGV: a token that no other call had, the lease's time to live in ms, and
 * `anew` when the value that is there cannot be read and shall go.
 * Reply: {'hit', value}, {'leased'}, {'wait'} (another one fills it), {'closed'} (nobody may, for now).
 *
 * A connection that was cut sends a call again whose answer it lost: that one finds its own token.
 */
export const TAKE_LEASE = `
if ARGV[3] == 'anew' then redis.call('DEL', KEYS[1]) end
local value = redis.call('GET', KEYS[1])
if value then return {'hit', value} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'leased'} end
local holder = redis.call('GET', KEYS[2])
if holder == ARGV[1] then return {'leased'} end
if holder == '${CLOSED}' then return {'closed'} end
return {'wait'}
`

/**
 * Fills a value, if the lease is still there. KEYS: value, lease. ARGV: the lease's token, the value,
 * its time to live in ms. Reply: 1 filled, 0 refused. A full server answers an error.
 */
export const FILL = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1
`

/** Gives a lease back. KEYS: lease. ARGV: its token. */
export const GIVE_LEASE_BACK = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`
