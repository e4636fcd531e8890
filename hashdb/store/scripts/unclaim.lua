-- unclaim: put an answer in the place of a claim, or forget the claim; only while it is still the caller's.
--
-- KEYS[1]  idempotency:{scope}:{key}  string  the claim, or the answer
-- ARGV[1]  the claim as it was made
-- ARGV[2]  the answer, or empty to forget the claim
-- ARGV[3]  how long the answer is kept, in seconds
--
-- Returns 1 when done, 0 when the claim ran out and the key is somebody else's.

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return 0
end
if ARGV[2] == '' then
    redis.call('DEL', KEYS[1])
else
    redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
end
return 1
