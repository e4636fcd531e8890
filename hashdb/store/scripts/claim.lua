-- claim: take what is due, for as long as the lease lasts.
--
-- KEYS[1]  owed:due     sorted set  id -> when it is due, in Unix seconds
-- ARGV[1]  now          ARGV[2]  the end of the lease         ARGV[3]  how many at most
--
-- Returns the claimed ids. Whoever dies with a claim loses it when the lease ends.

local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(due) do
    redis.call('ZADD', KEYS[1], ARGV[2], id)
end
return due
