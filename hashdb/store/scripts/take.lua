-- take: spend from a bucket that refills steadily (token bucket).
--
-- KEYS[1]  bucket:{name}  hash  left, at
-- ARGV[1]  cost           ARGV[2]  tokens a second    ARGV[3]  what the bucket holds
--
-- Returns 0 when admitted, else the whole seconds until there is room for this cost; then nothing is spent.

local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1e6
local cost, rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local bucket = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = tonumber(bucket[1] or burst)
left = math.min(burst, left + math.max(0, now - tonumber(bucket[2] or now)) * rate)
if cost > left then return math.max(1, math.ceil((math.min(cost, burst) - left) / rate)) end
redis.call('HSET', KEYS[1], 'left', tostring(left - cost), 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return 0
