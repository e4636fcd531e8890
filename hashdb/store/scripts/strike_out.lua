-- strike_out: forget a debt that needs nothing to be done, unless it was owed again meanwhile.
--
-- KEYS[1]  owed        hash        id -> note
-- KEYS[2]  owed:due    sorted set  id -> when it is due
-- KEYS[3]  owed:begun  hash        KEYS[4]  owed:dead  hash
-- ARGV[1]  the id      ARGV[2]  the note that was read before ("" = it was not owed)
--
-- Returns 1 when nothing is owed any more, 0 when the debt is another one by now.

local note = redis.call('HGET', KEYS[1], ARGV[1])
if note and note ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
return 1
