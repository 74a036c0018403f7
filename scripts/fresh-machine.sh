#!/usr/bin/env bash
# What a stranger does: a clone, an empty home, nothing in the environment, and the commands of README.md, word for word.
#   scripts/fresh-machine.sh FOLDER [--start-only]
# clones HEAD into FOLDER/quarterdeck, runs the command that starts it until a page answers, then the one that tests it. The clone stays:
# CI goes on in it (.ci/run), so that this costs no second run of the tests. Results lie in its .cache/results.
set -uo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
clone=$folder/quarterdeck
passed=0
failed=0
say() { echo "fresh machine: $*"; }
held() { if [ "$1" = 0 ]; then passed=$((passed + 1)); say "ok: $2"; else failed=$((failed + 1)); say "FAILED: $2"; fi; }

# what a login shell has, and how this machine reaches the network; no npm settings, no cache, no kubeconfig, no credentials
bare() {
  local set=(HOME="$folder/home" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb)
  local name
  for name in CI https_proxy HTTPS_PROXY http_proxy HTTP_PROXY no_proxy NO_PROXY NODE_EXTRA_CA_CERTS; do
    [ -z "${!name:-}" ] || set+=("$name=${!name}")
  done
  exec env -i "${set[@]}" bash -c "$1"
}

mkdir -p "$folder/home"
git clone --quiet "$repository" "$clone" || exit 1
cd "$clone" || exit 1
# the README's commands, without what it says beside them
mapfile -t commands < <(sed -nE 's/^ *(npm ci && npm [a-z]+)( +#.*)?$/\1/p' README.md)
[ "${#commands[@]}" = 2 ] && [ "${commands[0]}" = "npm ci && npm start" ] && [ "${commands[1]}" = "npm ci && npm test" ]
held $? "README.md has its two commands: ${commands[*]:-none}"
[ "$failed" = 0 ] || exit 1

say "${commands[0]}"
log=$folder/start.log
(set -m; bare "${commands[0]}" >"$log" 2>&1 & echo $! >"$folder/pid"; wait)&
url=
for _ in $(seq 600); do
  url=$(sed -nE 's/^Quarterdeck is listening on (\S+).*/\1/p' "$log" 2>/dev/null | head -n 1)
  [ -z "$url" ] || break
  { [ ! -s "$folder/pid" ] || kill -0 "$(cat "$folder/pid")" 2>/dev/null; } || break
  sleep 0.5
done
[ -n "$url" ]
held $? "it listens on ${url:-nothing}"
[ -n "$url" ] || cat "$log"
page='const [url] = process.argv.slice(1);
const get = async (path) => { const answer = await fetch(url + path); return [answer.status, await answer.text()]; };
const [status, text] = await get("/");
const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec(text) ?? [];
const loaded = script ? await fetch(new URL(script, url + "/")) : undefined;
const config = JSON.parse((await get("/api/config"))[1]);
process.exit(status === 200 && loaded?.status === 200 && config.clusters.some(({ demo }) => demo) ? 0 : 1);'
[ -n "$url" ] && node --input-type=module -e "$page" "$url"
held $? "the page, its program and the demo's logins answer"
# as Ctrl-C does: all that stands in its group
[ -s "$folder/pid" ] && kill -TERM -- "-$(cat "$folder/pid")"
wait
{ [ -n "$url" ] && ! node --input-type=module -e "await fetch(process.argv[1])" "$url" 2>/dev/null; }
held $? "stopped, it keeps no port"

if [ "${2:-}" != --start-only ]; then
  say "${commands[1]}"
  (bare "${commands[1]}")
  # what failed in there is counted by its own suites
  [ -d .cache/results ]
  held $? "the tests ran"
fi
mkdir -p .cache/results
printf '{"passed":%d,"failed":%d}' "$passed" "$failed" >.cache/results/fresh-machine.json
[ "$failed" = 0 ]
