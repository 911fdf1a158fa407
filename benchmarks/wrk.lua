-- Sends the requests of the file named in BENCH_REQUESTS in turn and prints the figures as one line of JSON.
-- A line of the file: method, path, headers ("name: value" joined by \x1f), body, separated by tabs.
local requests, turn, count, lines = {}, 0, 0, 0

local function split(text, separator)
  local parts, from = {}, 1
  while true do
    local at = string.find(text, separator, from, true)
    if not at then parts[#parts + 1] = string.sub(text, from); return parts end
    parts[#parts + 1] = string.sub(text, from, at - 1)
    from = at + #separator
  end
end

function init(args)
  math.randomseed(os.time())
  turn = math.random(0, 1000)
  count = os.time() % 100000 * 100000
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local parts = split(line, "\t")
    local headers = {}
    for _, header in ipairs(split(parts[3], "\31")) do
      local name, value = string.match(header, "^([^:]+): (.*)$")
      if name then headers[name] = value end
    end
    local fresh = string.find(line, "{n}", 1, true) ~= nil
    local made = not fresh and wrk.format(parts[1], parts[2], headers, parts[4] ~= "" and parts[4] or nil)
    requests[#requests + 1] = { parts = parts, headers = headers, made = made }
  end
end

function request()
  turn = turn + 1
  local asked = requests[turn % #requests + 1]
  if asked.made then return asked.made end
  count = count + 1
  local headers = {}
  for name, value in pairs(asked.headers) do headers[name] = (string.gsub(value, "{n}", tostring(count))) end
  return wrk.format(asked.parts[1], asked.parts[2], headers, (string.gsub(asked.parts[4], "{n}", tostring(count))))
end

function done(summary, latency, rates)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format(
    '{"seconds": %f, "requests": %d, "bytes": %d, "refused": %d, "broken": %d, "p50": %f, "p95": %f, "p99": %f, "max": %f}',
    summary.duration / 1e6, summary.requests, summary.bytes, summary.errors.status, bad,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
