-- commit: make a change durable together with its audit entries, or do nothing at all.
--
-- KEYS[1]  commit:{id}     string  the seq that this very commit got; lets a repeated call answer as the first did
-- KEYS[2]  audit:size      string  how many entries the log has
-- KEYS[3]  audit           stream  the log; the id of an entry is {seq}-0
-- KEYS[4]  audit:payloads  hash    seq -> salt .. payload
-- KEYS[5]  service:read_only  string  why nothing is to be written; usually not there
-- ARGV[1]  seconds for which a repeated call is recognised
-- ARGV[2]  1 to write all the same, 0 otherwise
-- ARGV[3]  how many entries; each is its bytes up to the digits of its seq, those after them, and salt .. payload
-- ARGV[n]  how many expectations; each is a key and what its value must begin with ("" = there must be no such key)
-- ARGV[n]  how many field expectations; each is a hash and a field that must not be there
-- ARGV[n]  how many commands; each is the number of its words and the words
--
-- Returns {seq of the last entry, ""} when committed, {0, key} when the expectation about that key does not hold, and
-- {-1, why} when nothing is to be written.

local seen = redis.call('GET', KEYS[1])
if seen then return {tonumber(seen), ''} end
if ARGV[2] == '0' and redis.call('EXISTS', KEYS[5]) == 1 then return {-1, redis.call('GET', KEYS[5])} end

local at = 3
local function take()
    local word = ARGV[at]
    at = at + 1
    return word
end

local entries = tonumber(take())
local first_entry = at
at = at + 3 * entries

for _ = 1, tonumber(take()) do
    local key, start = take(), take()
    if start == '' then
        if redis.call('EXISTS', key) == 1 then return {0, key} end
    elseif redis.call('GETRANGE', key, 0, #start - 1) ~= start then
        return {0, key}
    end
end
for _ = 1, tonumber(take()) do
    local key, field = take(), take()
    if redis.call('HEXISTS', key, field) == 1 then return {0, key} end
end

-- The log goes first: if it is damaged, nothing else is written.
local seq
for entry = first_entry, first_entry + 3 * (entries - 1), 3 do
    seq = redis.call('INCR', KEYS[2])
    redis.call('XADD', KEYS[3], seq .. '-0', 'e', ARGV[entry] .. seq .. ARGV[entry + 1])
    redis.call('HSET', KEYS[4], seq, ARGV[entry + 2])
end
for _ = 1, tonumber(take()) do
    local words = tonumber(take())
    redis.call(unpack(ARGV, at, at + words - 1))
    at = at + words
end
redis.call('SET', KEYS[1], seq, 'EX', ARGV[1])
return {seq, ''}
