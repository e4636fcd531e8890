-- outside: read on in a list, leaving out what stands in other lists.
--
-- KEYS[1]   list:{name}  sorted set  the list
-- KEYS[2+]  list:{name}  sorted set  the others; there may be none of that name
-- ARGV[1]  the place from which to read, 0 for the first
-- ARGV[2]  how many ids are wanted at most
-- ARGV[3]  how many places are looked at at most, so that nobody else waits long
--
-- Returns {place to read on from, or -1 at the end, ids}.

local STEP = 500
local at, wanted = tonumber(ARGV[1]), tonumber(ARGV[2])
local last = at + tonumber(ARGV[3])
local found = {}

while #found < wanted and at < last do
    local some = redis.call('ZRANGE', KEYS[1], at, math.min(at + STEP, last) - 1)
    if #some == 0 then return {-1, found} end
    local stands = {}
    for other = 2, #KEYS do
        stands[other - 1] = redis.call('ZMSCORE', KEYS[other], unpack(some))
    end
    for place, id in ipairs(some) do
        at = at + 1
        local free = true
        for _, scores in ipairs(stands) do
            free = free and not scores[place]
        end
        if free then found[#found + 1] = id end
        if #found == wanted then break end
    end
end
return {at, found}
