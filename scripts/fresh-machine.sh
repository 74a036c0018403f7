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

# What a login shell has, and how this machine reaches the network and its programs; no settings of npm's beside that, no cache, no
# kubeconfig, no credentials. Where node, npm and git lie elsewhere than usual, their folders come first.
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
for program in git npm node; do
  place=$(dirname "$(command -v "$program" || echo /usr/bin/none)")
  [[ ":$path:" == *":$place:"* ]] || path=$place:$path
done
passed_on=(CI DEBIAN_FRONTEND CHROMIUM_PATH KUBECTL_PATH NODE_EXTRA_CA_CERTS SSL_CERT_FILE
  https_proxy HTTPS_PROXY http_proxy HTTP_PROXY no_proxy NO_PROXY
  npm_config_registry NPM_CONFIG_REGISTRY npm_config_cafile npm_config_proxy npm_config_https_proxy)
bare() {
  local set=(HOME="$folder/home" PATH="$path" LANG=C.UTF-8 TERM=dumb) name
  for name in "${passed_on[@]}"; do [ -z "${!name:-}" ] || set+=("$name=${!name}"); done
  exec env -i "${set[@]}" bash -c "$1"
}

# a clone; of an exported tree, or one that git does not want to read, a copy without what was built in it
take() {
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' git clone --quiet "$repository" "$clone" && return
  say "there is nothing to clone: the tree is copied"
  rm -rf "$clone" && mkdir -p "$clone" || return
  (cd "$repository" && tar c --exclude=node_modules --exclude=dist --exclude=./.cache --exclude=./e2e/results --exclude=./.git .) | tar x -C "$clone"
}

mkdir -p "$folder/home"
take || exit 1
cd "$clone" || exit 1
# the README's commands, without what it says beside them
mapfile -t commands < <(sed -nE 's/^ *(npm ci && npm [a-z]+)( +#.*)?$/\1/p' README.md)
[ "${#commands[@]}" = 2 ] && [ "${commands[0]}" = "npm ci && npm start" ] && [ "${commands[1]}" = "npm ci && npm test" ]
held $? "README.md has its two commands: ${commands[*]:-none}"
[ "$failed" = 0 ] || exit 1

say "${commands[0]}"
log=$folder/start.log
(set -m; bare "${commands[0]}" >"$log" 2>&1 & echo $! >"$folder/pid"; wait) 2>/dev/null &
url=
for _ in $(seq 1800); do
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
