-- commit: make a change durable together with its audit entry, or do nothing at all.
--
-- KEYS[1]  commit:{id}     string  the seq that this very commit got; lets a repeated call answer as the first did
-- KEYS[2]  audit:size      string  how many entries the log has
-- KEYS[3]  audit           stream  the log; the id of an entry is {seq}-0
-- KEYS[4]  audit:payloads  hash    seq -> salt .. payload
-- ARGV[1]  seconds for which a repeated call is recognised
-- ARGV[2]  the entry up to the digits of its seq     ARGV[3]  the entry from there on
-- ARGV[4]  salt .. payload
-- ARGV[5]  how many expectations; each is a key and what its value must begin with ("" = there must be no such key)
-- ARGV[n]  how many field expectations; each is a hash and a field that must not be there
-- ARGV[n+] how many commands; each is the number of its words and the words
--
-- Returns {seq, ""} when committed, {0, key} when the expectation about that key does not hold.

local seen = redis.call('GET', KEYS[1])
if seen then return {tonumber(seen), ''} end

local at = 5
local function take()
    local word = ARGV[at]
    at = at + 1
    return word
end

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
for _ = 1, tonumber(take()) do
    local words = tonumber(take())
    redis.call(unpack(ARGV, at, at + words - 1))
    at = at + words
end

local seq = redis.call('INCR', KEYS[2])
redis.call('XADD', KEYS[3], seq .. '-0', 'e', ARGV[2] .. seq .. ARGV[3])
redis.call('HSET', KEYS[4], seq, ARGV[4])
redis.call('SET', KEYS[1], seq, 'EX', ARGV[1])
return {seq, ''}
