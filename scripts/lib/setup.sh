# shellcheck shell=bash disable=SC2034
# Sourced by the scripts: the folder of the project, the JDK and Maven.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Tells a line on standard error: as an object like those of conf/log4j2.properties where the logs are JSON.
say() {
  if [[ ${CONVOY_LOG:-text} == json ]]; then
    local text=${*//\\/\\\\}
    text=${text//\"/\\\"} text=${text//$'\n'/\\n} text=${text//$'\t'/\\t}
    TZ=UTC printf '{"time":"%(%FT%T)T.000Z","level":"INFO","logger":"scripts","message":"%s","exception":""}\n' -1 "$text" >&2
  else
    printf '%s\n' "$*" >&2
  fi
}

die() {
  say "convoy: $*"
  exit 1
}

# Prints the leading comment of the script that calls, without its hash signs.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

# Prints the feature release of the JDK in folder $1, such as 17, or nothing where there is none.
jdk_release() {
  [[ -x $1/bin/javac ]] || return 0
  "$1/bin/java" -version 2>&1 | sed -nE 's/^[a-z]+ version "([0-9]+).*/\1/p'
}

# Prints the first JDK that is 17 or later, and not too new for Spark 3.5.
find_jdk() {
  local javac folder release
  javac=$(command -v javac || true)
  for folder in ${javac:+"$(dirname "$(dirname "$(readlink -f "$javac")")")"} /usr/lib/jvm/*; do
    release=$(jdk_release "$folder")
    if [[ -n $release ]] && ((release >= 17 && release < 24)); then
      printf '%s\n' "$folder"
      return
    fi
  done
}

# Prints the version of the Maven on the path, where it is 3.8 or later, or nothing.
find_maven() {
  command -v mvn > /dev/null || return 0
  mvn -version 2> /dev/null | sed -nE 's/.*Apache Maven (3\.([89]|[1-9][0-9])[0-9.]*|[4-9]\.[0-9.]*).*/\1/p'
}

# install WHAT PACKAGE...: with apt as root; otherwise says the command and ends.
install() {
  local what=$1
  shift
  local command="apt-get update && apt-get install -y --no-upgrade --no-install-recommends $*"
  if ! command -v apt-get > /dev/null; then
    die "$what is missing. Install JDK 17 and Maven 3.8 or later with your system's packages, then try again."
  fi
  if ((EUID != 0)); then
    die "$what is missing. Install it with: sudo sh -c '$command'"
  fi
  say "convoy: $what is missing: $command"
  local log
  log=$(mktemp)
  DEBIAN_FRONTEND=noninteractive sh -c "$command" > "$log" 2>&1 || {
    tail -n 20 "$log" >&2
    die "could not install $what with: $command"
  }
  rm "$log"
}

# Sets JAVA_HOME to a JDK that compiles Convoy and runs Spark.
require_jdk() {
  local release
  if [[ -n ${JAVA_HOME:-} ]]; then
    release=$(jdk_release "$JAVA_HOME")
    [[ -n $release ]] || die "JAVA_HOME=$JAVA_HOME holds no JDK (no bin/javac). Point it to JDK 17, or unset it."
    ((release >= 17)) || die "JAVA_HOME=$JAVA_HOME is Java $release; Convoy needs 17 or later. Point it to JDK 17, or unset it."
    if ((release >= 24)) && [[ -z ${SPARK_HOME:-} ]]; then
      die "JAVA_HOME=$JAVA_HOME is Java $release; Spark 3.5 runs on 17 to 23. Point it to JDK 17, unset it, or set SPARK_HOME to Spark 4.1."
    fi
  else
    JAVA_HOME=$(find_jdk)
    if [[ -z $JAVA_HOME ]]; then
      install "a JDK (17 to 23)" openjdk-17-jdk-headless maven
      JAVA_HOME=$(find_jdk)
      [[ -n $JAVA_HOME ]] || die "no JDK 17 to 23 found after the installation"
    fi
  fi
  export JAVA_HOME
}

require_maven() {
  [[ -n $(find_maven) ]] && return
  install "Maven (3.8 or later)" maven
  [[ -n $(find_maven) ]] || die "mvn is older than 3.8: $(command -v mvn). Put Maven 3.8 or later first on PATH."
}
