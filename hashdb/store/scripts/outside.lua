-- outside: read on in a list, leaving out what stands in other lists.
--
-- KEYS[1]   list:{name}  sorted set  the list
-- KEYS[2+]  list:{name}  sorted set  the others; there may be none of that name
-- ARGV[1]  the place from which to read, 0 for the first
-- ARGV[2]  how many ids are wanted at most
-- ARGV[3]  how many places are looked at at most, so that nobody else waits long
--
-- Returns {place to read on from, or -1 at the end, ids}.

local MOST = 1000
local at, wanted = tonumber(ARGV[1]), tonumber(ARGV[2])
local last, step = at + tonumber(ARGV[3]), wanted
local found = {}

-- Return the ids that a list has not, and the places behind them.
local function without(name, ids, behind)
    local kept, where = {}, {}
    local scores = redis.call('ZMSCORE', name, unpack(ids))
    for nth = 1, #ids do
        if not scores[nth] then
            kept[#kept + 1], where[#where + 1] = ids[nth], behind[nth]
        end
    end
    return kept, where
end

while #found < wanted and at < last do
    local ids = redis.call('ZRANGE', KEYS[1], at, math.min(at + step, last) - 1)
    if #ids == 0 then return {-1, found} end
    local behind = {}
    for nth = 1, #ids do behind[nth] = at + nth end
    local stopped = at + #ids
    for other = 2, #KEYS do
        if #ids > 0 then ids, behind = without(KEYS[other], ids, behind) end
    end
    local room = wanted - #found
    for nth = 1, math.min(#ids, room) do found[#found + 1] = ids[nth] end
    at = #ids > room and behind[room] or stopped
    step = math.min(2 * step, MOST)
end
return {at, found}
