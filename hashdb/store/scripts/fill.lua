-- fill: put a block of a match job into one hash and take it out of the other, while the job is as its writer knows it.
--
-- KEYS[1]  match_job:{id}  string  the record
-- KEYS[2]  hash that gets the block           KEYS[3]  hash that loses it
-- ARGV[1]  what the record must begin with    ARGV[2]  the number of its first line    ARGV[3]  the block
--
-- Returns 1 when done, 0 when the job has changed or is gone: nothing is written that nobody would ever delete.

if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('HDEL', KEYS[3], ARGV[2])
return 1
