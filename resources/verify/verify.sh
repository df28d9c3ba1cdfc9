#!/bin/bash
# Checks a Chairside record packet with bash (4 or later), coreutils and openssl; nothing else is needed.
#
#     bash verify.sh [FOLDER] [--vkey KEY] [--anchor FILE] [--require-anchor]
#
# FOLDER is the unpacked packet; without it, the folder of this script. The packet is only read; working files go to a
# temporary folder. Exit status 0 for OK, OK-UNANCHORED and STALE (4 for the last two with --require-anchor), 4 for
# every other verdict, 2 when the packet cannot be read.
#
# The stages are those of verify.py in the same order: form of the files, key, signatures, tree, headers, scope,
# payloads, session counts and roots, anchors, file list. What this script leaves to verify.py: the order of the
# clocks, and the canonical form inside payloads and inside the field d of headers (both are under hash and signature).

export LC_ALL=C
set -u

# --- verdicts ---------------------------------------------------------------------------------------------------------

origin='' fingerprint='' given_key=''

bad() { # code, position or nothing, sentence, [lower and upper checkpoint]
    printf '%s\n' "$1${2:+ $2}"
    printf '  %s\n' "$3"
    [[ -n ${4:-} ]] && printf '  it lies between the checkpoints of size %s and %s\n' "$4" "$5"
    print_key
    exit 4
}

print_key() {
    [[ -n $fingerprint ]] || return
    printf '  log:  %s\n' "$origin"
    if [[ -n $given_key ]]; then
        printf '  key:  %s  (as given)\n' "$fingerprint"
    else
        printf '  key:  %s  (compare with the paper from the first start)\n' "$fingerprint"
    fi
}

malformed() { bad MALFORMED "${2:-}" "$1"; }

# --- bytes ------------------------------------------------------------------------------------------------------------

ALPHABET=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/
declare -A VALUE INNER OUTER NODE
for ((i = 0; i < 64; i++)); do VALUE[${ALPHABET:i:1}]=$i; done
for ((i = 0; i < 256; i++)); do
    printf -v hex %02x "$i"
    printf -v "INNER[$hex]" '\\x%02x' $((i ^ 0x36)) # the two pads of HMAC, RFC 2104
    printf -v "OUTER[$hex]" '\\x%02x' $((i ^ 0x5c))
done
PAD36='' PAD5C=''
for ((i = 0; i < 32; i++)); do PAD36+='\x36' PAD5C+='\x5c'; done

escapes() { # hex -> ESCAPES, what printf %b turns into the bytes
    local i
    ESCAPES=
    for ((i = 0; i < ${#1}; i += 2)); do ESCAPES+="\\x${1:i:2}"; done
}

base64_hex() { # canonical base64, [bytes it must have] -> HEX; malformed otherwise
    local text=$1 plain=${1%%=*} bits=0 held=0 i part
    HEX=
    [[ $text =~ ^[A-Za-z0-9+/]+=?=?$ ]] && ((${#text} % 4 == 0)) || malformed 'a base64 text is malformed'
    for ((i = 0; i < ${#plain}; i++)); do
        bits=$((bits << 6 | ${VALUE[${plain:i:1}]})) held=$((held + 6))
        if ((held >= 8)); then
            held=$((held - 8))
            printf -v part %02x $((bits >> held & 255))
            HEX+=$part bits=$((bits & (1 << held) - 1))
        fi
    done
    ((bits == 0 && held < 6)) && ((${2:-$((${#HEX} / 2))} * 2 == ${#HEX})) || malformed 'a base64 text is malformed'
}

hash_files() { # number of files in $work/in named 0, 1, ... -> HASH
    local first hash rest
    HASH=()
    for ((first = 0; first < $1; first += 1000)); do
        while read -r hash rest; do HASH+=("$hash"); done < <(
            cd "$work/in" && for ((i = first; i < first + 1000 && i < $1; i++)); do names+=("$i"); done && sha256sum -- "${names[@]}"
        )
    done
}

hash_text() { # escapes -> ONE
    local rest
    read -r ONE rest < <(printf %b "$1" | sha256sum)
}

hash_pairs() { # LEFT, RIGHT (hex) -> HASH of each node, RFC 9162 2.1.1
    local i
    for ((i = 0; i < ${#LEFT[@]}; i++)); do
        escapes "01${LEFT[i]}${RIGHT[i]}"
        printf %b "$ESCAPES" >"$work/in/$i"
    done
    hash_files ${#LEFT[@]}
}

hash_pair() { # left, right (hex) -> ONE
    escapes "01$1$2"
    hash_text "$ESCAPES"
}

hash_leaves() { # lines... -> HASH of each leaf
    local i=0 line
    for line in "$@"; do printf '\0%s' "$line" >"$work/in/$((i++))"; done
    hash_files "$i"
}

# --- Merkle tree (RFC 9162 2.1) ---------------------------------------------------------------------------------------

grow() { # size before, then leaf hashes; NODE holds the subtrees before -> NODE holds every perfect subtree
    local first=$1 level index end where
    shift
    end=$((first + $#)) index=$first
    for where in "$@"; do NODE[0,$((index++))]=$where; done
    for ((level = 1; end >> level; level++)); do
        local places=()
        LEFT=() RIGHT=()
        for ((index = first >> level; index < end >> level; index++)); do
            [[ -n ${NODE[$level,$index]:-} ]] && continue
            LEFT+=("${NODE[$((level - 1)),$((2 * index))]}") RIGHT+=("${NODE[$((level - 1)),$((2 * index + 1))]}")
            places+=("$level,$index")
        done
        hash_pairs
        for ((index = 0; index < ${#places[@]}; index++)); do NODE[${places[index]}]=${HASH[index]}; done
    done
}

roots_at() { # sizes, each 1 or more and grown to -> ROOT[size]; folds all of them side by side
    local size level at going=("$@") more
    declare -gA ROOT PARTS
    ROOT=() PARTS=()
    for size in "$@"; do
        at=0
        for ((level = 62; level >= 0; level--)); do
            ((size >> level & 1)) || continue
            PARTS[$size]+=" ${NODE[$level,$((at >> level))]}"
            at=$((at + (1 << level)))
        done
        ROOT[$size]=${PARTS[$size]##* } PARTS[$size]=${PARTS[$size]% *}
    done
    while ((${#going[@]})); do
        more=() LEFT=() RIGHT=()
        for size in "${going[@]}"; do
            [[ -n ${PARTS[$size]} ]] || continue
            LEFT+=("${PARTS[$size]##* }") RIGHT+=("${ROOT[$size]}") more+=("$size")
            PARTS[$size]=${PARTS[$size]% *}
        done
        hash_pairs
        for ((at = 0; at < ${#more[@]}; at++)); do ROOT[${more[at]}]=${HASH[at]}; done
        going=(${more[@]+"${more[@]}"})
    done
}

included() { # leaf, index, size, root, path... : RFC 9162 2.1.3.2
    local leaf=$1 at=$2 last=$(($3 - 1)) root=$4 step
    ((at <= last)) || return 1
    shift 4
    for step in "$@"; do
        ((last)) || return 1
        if ((at & 1 || at == last)); then
            hash_pair "$step" "$leaf"
            while ((at && !(at & 1))); do at=$((at >> 1)) last=$((last >> 1)); done
        else
            hash_pair "$leaf" "$step"
        fi
        leaf=$ONE at=$((at >> 1)) last=$((last >> 1))
    done
    ((last == 0)) && [[ $leaf == "$root" ]]
}

consistent() { # old, old root, new, new root, path... : RFC 9162 2.1.4.2
    local old=$1 old_root=$2 new=$3 new_root=$4 at last first second step
    ((old > 0 && old <= new)) || return 1
    shift 4
    if ((old == new)); then
        (($# == 0)) && [[ $old_root == "$new_root" ]]
        return
    fi
    ((old & (old - 1))) || set -- "$old_root" "$@"
    (($#)) || return 1
    at=$((old - 1)) last=$((new - 1))
    while ((at & 1)); do at=$((at >> 1)) last=$((last >> 1)); done
    first=$1 second=$1
    shift
    for step in "$@"; do
        ((last)) || return 1
        if ((at & 1 || at == last)); then
            hash_pair "$step" "$first" && first=$ONE
            hash_pair "$step" "$second" && second=$ONE
            while ((at && !(at & 1))); do at=$((at >> 1)) last=$((last >> 1)); done
        else
            hash_pair "$second" "$step" && second=$ONE
        fi
        at=$((at >> 1)) last=$((last >> 1))
    done
    ((last == 0)) && [[ $first == "$old_root" && $second == "$new_root" ]]
}

# --- files ------------------------------------------------------------------------------------------------------------

NAME='^(README\.txt|entries\.jsonl|leaves\.txt|checkpoints\.txt|keys\.txt|verify\.py|verify\.sh|payloads\.jsonl|proofs/consistency\.txt|proofs/frontier\.txt|proofs/out\.export\.tlog-proof|proofs/[a-z0-9][a-z0-9_-]{0,63}(\.(0|[1-9][0-9]{0,8}))?\.tlog-proof|records/[A-Za-z0-9][A-Za-z0-9._-]{0,99})$'

MEMBER='^\{"name":"([^"\\]+)","sha256":"([0-9a-f]{64})","size":(0|[1-9][0-9]{0,15})\}'

read_lines() { # name, [position of the first line, or nothing] -> LINES
    local i line
    [[ -f $folder/$1 && ! -L $folder/$1 && ! -L $folder/${1%/*} ]] || malformed "$1 is missing or is not a plain file"
    mapfile LINES < <(tr '\000' '\001' <"$folder/$1")
    for ((i = 0; i < ${#LINES[@]}; i++)); do
        line=${LINES[i]%$'\n'}
        if [[ $line == "${LINES[i]}" || $line == *[$'\001'-$'\037']* ]]; then
            malformed "$1 is cut or holds a control character" "${2:+$(($2 + i))}"
        fi
        LINES[i]=$line
    done
}

read_manifest() { # -> MEMBERS, and MEMBER_HASH and MEMBER_SIZE by name
    local rest name
    declare -A seen=()
    declare -gA MEMBER_HASH=() MEMBER_SIZE=()
    MEMBERS=()
    read_lines manifest.json
    ((${#LINES[@]} == 1)) || malformed 'manifest.json is malformed'
    [[ ${LINES[0]} == '{"files":['* ]] || malformed 'manifest.json is malformed'
    rest=${LINES[0]#'{"files":['}
    while [[ $rest =~ $MEMBER ]]; do
        name=${BASH_REMATCH[1]}
        MEMBERS+=("$name") MEMBER_HASH[$name]=${BASH_REMATCH[2]} MEMBER_SIZE[$name]=${BASH_REMATCH[3]}
        rest=${rest:${#BASH_REMATCH[0]}}
        [[ $name =~ $NAME && -z ${seen[${name,,}]:-} ]] || malformed 'a file does not belong to a packet, or stands twice'
        seen[${name,,}]=1
        [[ $rest == ,* ]] || break
        rest=${rest#,}
    done
    [[ $rest == '],"format":"chairside-packet@v1"}' ]] || malformed 'manifest.json is malformed'
    for name in README.txt entries.jsonl leaves.txt checkpoints.txt keys.txt verify.py verify.sh; do
        [[ -n ${MEMBER_HASH[$name]:-} ]] || malformed 'a required file is missing'
    done
}

has() { [[ -n ${MEMBER_HASH[$1]:-} ]]; }

read_hashes() { # name, lines... (base64) -> HASHES in hex
    local line
    shift
    HASHES=()
    for line in "$@"; do base64_hex "$line" 32 && HASHES+=("$HEX"); done
}

read_frontier() { # -> first; NODE holds the subtrees before it
    local level at=0 part=0 size
    first=0
    has proofs/frontier.txt || return
    read_lines proofs/frontier.txt
    [[ ${LINES[0]:-} == chairside-frontier@v1 && ${LINES[1]:-} =~ ^size\ ([1-9][0-9]{0,15})$ ]] || malformed 'proofs/frontier.txt is malformed'
    size=${BASH_REMATCH[1]}
    read_hashes frontier "${LINES[@]:2}"
    for ((level = 62; level >= 0; level--)); do
        ((size >> level & 1)) || continue
        NODE[$level,$((at >> level))]=${HASHES[part++]:-}
        at=$((at + (1 << level)))
    done
    ((part == ${#HASHES[@]})) || malformed 'proofs/frontier.txt is malformed'
    first=$size
}

split_notes() { # lines... -> NOTES, each with its lines and their ends
    local line part='' blank=1 parts=()
    NOTES=()
    for line in "$@"; do
        if [[ -n $line ]]; then
            part+=$line$'\n' blank=0
        else
            ((blank)) && malformed 'the checkpoints are not a run of signed notes'
            parts+=("$part") part='' blank=1
        fi
    done
    (($# && blank)) && malformed 'the checkpoints are not a run of signed notes'
    [[ -n $part ]] && parts+=("$part")
    ((${#parts[@]} % 2)) && malformed 'the checkpoints are not a run of signed notes'
    for ((i = 0; i < ${#parts[@]}; i += 2)); do NOTES+=("${parts[i]}"$'\n'"${parts[i + 1]}"); done
}

NUMBER='(0|[1-9][0-9]{0,15})'
SIGNED=$'^([!-~]+)\n'"$NUMBER"$'\n([A-Za-z0-9+/]{43}=)\n\n(.*)$'

SIGNATURE='^— ([!-*,-~]+) ([A-Za-z0-9+/]+=?=?)$'

claimed_size() { # note -> SIZE, 0 where it is no checkpoint
    SIZE=0
    [[ $1 =~ $SIGNED ]] && SIZE=${BASH_REMATCH[2]}
}

open_note() { # note, what it is -> SIZE, ROOT_HEX, once the key signed it
    local ours=() line name
    [[ $1 =~ $SIGNED ]] || malformed "$2 is not a signed checkpoint"
    local log=${BASH_REMATCH[1]} text=${BASH_REMATCH[4]}
    SIZE=${BASH_REMATCH[2]}
    base64_hex "${BASH_REMATCH[3]}" 32
    ROOT_HEX=$HEX
    while IFS= read -r line; do
        [[ $line =~ $SIGNATURE ]] || malformed 'a signature line is malformed'
        name=${BASH_REMATCH[1]}
        base64_hex "${BASH_REMATCH[2]}"
        ((${#HEX} >= 10)) || malformed 'a signature line is malformed'
        [[ $name == "$origin" && ${HEX:0:8} == "$key_id" ]] && ours+=("${HEX:8}")
    done <<<"${text%$'\n'}"
    ((${#ours[@]} == 1)) || bad BADKEY '' "$2 is not signed by this key"
    escapes "${ours[0]}"
    printf %b "$ESCAPES" >"$work/signature"
    printf '%s' "${1%%$'\n\n'*}"$'\n' >"$work/signed"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/signed" \
        -sigfile "$work/signature" >/dev/null 2>&1 || bad BADSIG "$SIZE" "$2 has a wrong signature"
    [[ $log == "$origin" ]] || bad BADKEY '' "$2 is of another log"
}

read_key() { # -> origin, key_id, fingerprint, $work/key
    local text raw
    read_lines keys.txt
    ((${#LINES[@]} == 1)) && [[ -z $given_key || $given_key == "${LINES[0]}" ]] || bad BADKEY '' "keys.txt does not hold the log's key"
    text=${LINES[0]}
    [[ $text =~ ^([!-*,-~]{1,128})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$ ]] || bad BADKEY '' 'the verifier key is malformed'
    local name=${BASH_REMATCH[1]} claimed=${BASH_REMATCH[2]}
    base64_hex "${BASH_REMATCH[3]}"
    raw=$HEX
    escapes "$raw"
    read -r ONE _ < <({ printf '%s\n' "$name" && printf %b "$ESCAPES"; } | sha256sum)
    [[ $raw == 01* && ${ONE:0:8} == "$claimed" ]] || bad BADKEY '' 'the verifier key is malformed'
    escapes "302a300506032b6570032100${raw:2}" # the DER head of an Ed25519 public key, RFC 8410
    printf %b "$ESCAPES" >"$work/key"
    read -r ONE _ < <(printf '%s' "$text" | sha256sum)
    origin=$name key_id=$claimed fingerprint="${ONE:0:4} ${ONE:4:4} ${ONE:8:4} ${ONE:12:4}"
}

# --- headers ----------------------------------------------------------------------------------------------------------

N='(0|[1-9][0-9]*)' W='[]!#-[^-~]+' O='[]!#-*,-[^-~]+' C='[a-z][a-z0-9.-]*' X='[0-9a-f]{64}'
HEADER='^\{"actor":"'$W'","app":"'$W'","at":'$N',"auth":"(pw|pin|fido|cont|bg|none)","boot":"'$W'","clk":"(ntp|hub|free|jump)"(,"d":(\{.+\}))?,"log":"('$O')","mono":'$N',"n":(null|'$N'),"pc":(null|"'$X'"),"pt":(null|"'$W'"),"ref":(null|\{"leaf":"'$X'","log":"'$O'","seq":'$N'\}),"role":"'$C'","seq":'$N',"sess":(null|"[a-z0-9][a-z0-9_-]*"),"type":"('$C')","tz":(-?)'$N',"v":1,"ws":"'$W'"\}$'

read_header() { # header bytes -> h_at h_d h_log h_n h_pc h_pt h_seq h_sess h_type; fails where it is none
    [[ $1 =~ $HEADER ]] || return 1
    h_at=${BASH_REMATCH[1]} h_d=${BASH_REMATCH[5]} h_log=${BASH_REMATCH[6]} h_n=${BASH_REMATCH[8]}
    h_pc=${BASH_REMATCH[10]//\"/} h_pt=${BASH_REMATCH[11]//\"/} h_seq=${BASH_REMATCH[14]}
    h_sess=${BASH_REMATCH[15]//\"/} h_type=${BASH_REMATCH[16]}
    [[ $h_n == null && $h_sess == null || $h_n != null && $h_sess != null ]]
}

keep_header() { # index in the packet: file the header away
    H_AT[$1]=$h_at H_D[$1]=$h_d H_N[$1]=$h_n H_PC[$1]=$h_pc H_PT[$1]=$h_pt H_SEQ[$1]=$h_seq H_SESS[$1]=$h_sess H_TYPE[$1]=$h_type
}

RANGE_SCOPE='"scope":\{"first":'$N',"kind":"range","payloads":(null|\{"first":'$N',"pts":(null|\[[^]]*\]),"stop":'$N'\}),"practice":(true|false)\}'
SESSIONS_SCOPE='"scope":\{"kind":"sessions","payloads":(true|false),"practice":(true|false),"sessions":\[([^]]+)\]\}'
SESSION_COUNT='^\{"count":([1-9][0-9]*),"sess":"([a-z0-9][a-z0-9_-]*)"\},'
CLOSE_COUNT='[{,]"count":'$N'[,}]' CLOSE_SROOT='[{,]"sroot":"([^"]*)"[,}]'
PURGED_RANGES='[{,]"ranges":\[([][0-9,]*)\][,}]' PURGED_RANGE='^,?\['$N','$N'\]'

read_scope() { # d of the last header -> KIND and what belongs to it; fails where it states none
    local rest names=' '
    KIND='' PRACTICE=false P_FIRST=0 P_STOP=0 P_PTS='' SESS=() COUNT=()
    if [[ $1 =~ $RANGE_SCOPE ]]; then
        KIND=range FROM=${BASH_REMATCH[1]} PRACTICE=${BASH_REMATCH[6]}
        P_FIRST=${BASH_REMATCH[3]:-0} P_PTS=${BASH_REMATCH[4]} P_STOP=${BASH_REMATCH[5]:-0}
    elif [[ $1 =~ $SESSIONS_SCOPE ]]; then
        KIND=sessions WANTED=${BASH_REMATCH[1]} PRACTICE=${BASH_REMATCH[2]} rest=${BASH_REMATCH[3]},
        while [[ $rest =~ $SESSION_COUNT ]]; do
            [[ $names == *" ${BASH_REMATCH[2]} "* ]] && return 1
            COUNT+=("${BASH_REMATCH[1]}") SESS+=("${BASH_REMATCH[2]}") names+="${BASH_REMATCH[2]} "
            rest=${rest:${#BASH_REMATCH[0]}}
        done
        [[ -z $rest ]]
    else
        return 1
    fi
}

said_close() { # d of a session.close -> SAID_COUNT, SAID_ROOT (empty where they are not said)
    SAID_COUNT='' SAID_ROOT=''
    [[ $1 =~ $CLOSE_COUNT ]] && SAID_COUNT=${BASH_REMATCH[1]}
    [[ $1 =~ $CLOSE_SROOT ]] && SAID_ROOT=${BASH_REMATCH[1]}
}

# --- naming the first bad entry ---------------------------------------------------------------------------------------

name_by_list() { # LEAVES against HINTS, which the signed roots prove; SEQS names them
    local place seq hint found=''
    for ((place = 0; place < ${#HINTS[@]}; place++)); do
        [[ ${LEAVES[place]:-} == "${HINTS[place]}" ]] || break
    done
    seq=${SEQS[place]:-$((${SEQS[0]:-$first} + place))}
    [[ -n $export_at && $place == ${#HINTS[@]} ]] && bad ALTERED '' 'there are more entries than were signed'
    ((place == ${#LEAVES[@]})) && bad TRUNCATED "$seq" "entry $seq and all after it are missing"
    for hint in "${HINTS[@]}"; do [[ $hint == "${LEAVES[place]}" ]] && found=1; done
    [[ -z $found ]] && bad ALTERED "$seq" "entry $seq is not what was signed"
    ((${#LEAVES[@]} < ${#HINTS[@]})) && bad GAP "$seq" "entry $seq is missing"
    bad ORDER "$seq" "another entry stands in the place of entry $seq"
}

failed_interval() { # leaf hashes... -> PROVEN and WRONG (-1: more entries than signed), fails when every root is reached
    local size due=() end=$((first + $#))
    for size in "${SIZES[@]}"; do ((size <= end)) && due+=("$size"); done
    for size in "${!NODE[@]}"; do [[ -n ${BEFORE[$size]:-} ]] || unset "NODE[$size]"; done
    grow "$first" "$@"
    roots_at ${due[@]+"${due[@]}"}
    PROVEN=$first
    for size in "${SIZES[@]}"; do
        WRONG=$size
        [[ ${ROOT[$size]:-} == "${SIGNED_ROOT[$size]}" ]] || return 0
        PROVEN=$size
    done
    WRONG=-1
    ((PROVEN != end))
}

check_tree() {
    local place proven wrong end=$((first + ${#LEAVES[@]}))
    failed_interval ${LEAVES[@]+"${LEAVES[@]}"} || return 0
    proven=$PROVEN wrong=$WRONG
    failed_interval ${HINTS[@]+"${HINTS[@]}"} || name_by_list
    ((wrong < 0)) && bad BADSIG "$proven" "the entries from $proven on are signed by no checkpoint"
    for ((place = proven; place < wrong && place < end; place++)); do
        read_header "${ENTRIES[place - first]}" || continue
        ((h_seq > place)) && bad GAP "$place" "entry $h_seq stands at position $place" "$proven" "$wrong"
        ((h_seq < place)) && bad ORDER "$place" "entry $h_seq stands at position $place" "$proven" "$wrong"
    done
    ((end < wrong)) && bad TRUNCATED "$end" "entry $end and all after it are missing" "$proven" "$wrong"
    bad ALTERED "$proven" 'an entry is not what was signed, and leaves.txt was rewritten too' "$proven" "$wrong"
}

# --- rules ------------------------------------------------------------------------------------------------------------

needed() { # index of an entry: whether its payload must be in the packet
    ((H_SEQ[$1] == last_size - 1)) && return 1
    if [[ $KIND == sessions ]]; then
        [[ $WANTED == true ]]
    else
        ((P_FIRST <= H_SEQ[$1] && H_SEQ[$1] < P_STOP)) && [[ $P_PTS == null || $P_PTS == *"\"${H_PT[$1]}\""* ]]
    fi
}

purged() { # position: whether a purge.done entry covers it
    local i ranges
    for ((i = 0; i < ${#ENTRIES[@]}; i++)); do
        [[ ${H_TYPE[i]} == purge.done && ${H_D[i]} =~ $PURGED_RANGES ]] || continue
        ranges=${BASH_REMATCH[1]}
        while [[ $ranges =~ $PURGED_RANGE ]]; do
            ((BASH_REMATCH[1] <= $1 && $1 < BASH_REMATCH[2])) && return 0
            ranges=${ranges:${#BASH_REMATCH[0]}}
        done
    done
    return 1
}

check_payloads() { # -> checked, ALONE (position of a payload without its entry)
    local i at=0 b pads salt count=0 found=() outer=()
    declare -A code=()
    for ((i = 0; i < ${#ENTRIES[@]}; i++)); do
        if [[ ${P_SEQ[at]:-} == "${H_SEQ[i]}" ]]; then
            if [[ ${H_PC[i]} == null ]]; then
                code[${H_SEQ[i]}]=MALFORMED
            else
                salt=${P_SALT[at]} pads='' outer[count]=''
                for ((b = 0; b < 64; b += 2)); do pads+=${INNER[${salt:b:2}]} outer[count]+=${OUTER[${salt:b:2}]}; done
                { printf %b "$pads$PAD36" && printf '%s' "${P_DATA[at]}"; } >"$work/in/$count"
                found[count++]=$i
            fi
            at=$((at + 1))
        elif [[ ${H_PC[i]} != null ]] && needed "$i" && ! purged "${H_SEQ[i]}"; then
            code[${H_SEQ[i]}]=PAYLOAD-MISSING
        fi
    done
    hash_files "$count"
    for ((i = 0; i < count; i++)); do
        escapes "${HASH[i]}"
        printf %b "${outer[i]}$PAD5C$ESCAPES" >"$work/in/$i"
    done
    hash_files "$count"
    for ((i = 0; i < count; i++)); do
        [[ ${HASH[i]} == "${H_PC[${found[i]}]}" ]] || code[${H_SEQ[${found[i]}]}]=ALTERED
    done
    if ((${#code[@]})); then
        at=$(printf '%s\n' "${!code[@]}" | sort -n | head -n 1)
        bad "${code[$at]}" "$at" "the payload of entry $at is missing, altered or malformed"
    fi
    checked=$count ALONE=${P_SEQ[at]:-}
}

session_root() { # leaf hashes... -> ONE
    NODE=()
    grow 0 "$@"
    if (($#)); then roots_at $# && ONE=${ROOT[$#]}; else hash_text ''; fi
}

check_session_rules() { # numbering, and count and root at each close
    local i sess
    declare -A due=() part=()
    for ((i = 0; i < ${#ENTRIES[@]}; i++)); do
        sess=${H_SESS[i]}
        [[ $sess == null ]] && continue
        if [[ -z ${due[$sess]:-} ]]; then
            due[$sess]=$((first ? H_N[i] : 0))
            ((H_N[i] == 0)) && part[$sess]=' '
        fi
        ((H_N[i] > due[$sess])) && bad GAP "${H_SEQ[i]}" "session $sess: number ${H_N[i]} where ${due[$sess]} was due"
        ((H_N[i] < due[$sess])) && bad ORDER "${H_SEQ[i]}" "session $sess: number ${H_N[i]} where ${due[$sess]} was due"
        due[$sess]=$((H_N[i] + 1))
        [[ -n ${part[$sess]:-} ]] || continue
        if [[ ${H_TYPE[i]} == session.close ]]; then
            said_close "${H_D[i]}"
            [[ $SAID_COUNT == "${H_N[i]}" ]] || bad GAP "${H_SEQ[i]}" "session $sess: the close counts other entries"
            session_root ${part[$sess]}
            [[ $SAID_ROOT == "$ONE" ]] || bad ALTERED "${H_SEQ[i]}" "session $sess: the close has another root"
            part[$sess]=''
        else
            part[$sess]+="${LEAVES[i]} "
        fi
    done
}

check_anchors() { # -> VERDICT, ANCHORED (0 without); NODE must hold the tree of the packet, or KIND be sessions
    local i size newest_at=0 end=$last_size due=()
    VERDICT=OK-UNANCHORED ANCHORED=0
    for size in ${A_SIZE[@]+"${A_SIZE[@]}"}; do ((size >= first && size > 0 && size <= end)) && due+=("$size"); done
    if [[ $KIND == range ]]; then roots_at ${due[@]+"${due[@]}"}; else ROOT=([$last_size]=${SIGNED_ROOT[$last_size]}); fi
    for size in $(printf '%s\n' ${due[@]+"${due[@]}"} | sort -n -u); do
        [[ -n ${ROOT[$size]:-} ]] || continue
        for ((i = 0; i < ${#A_SIZE[@]}; i++)); do
            ((A_SIZE[i] == size)) || continue
            [[ ${A_ROOT[i]} == "${ROOT[$size]}" ]] || bad FORK "$size" "an anchor has another root for size $size"
            ANCHORED=$size
        done
        [[ $KIND == range ]] && newest_at=${H_AT[$((size > first ? size - first - 1 : 0))]}
    done
    if ((ANCHORED == end)); then
        VERDICT=OK
    elif [[ $KIND == range ]] && ((ANCHORED && H_AT[${#ENTRIES[@]} - 1] - newest_at > 7 * 24 * 3600 * 1000)); then
        VERDICT=STALE
    fi
}

check_growth() {
    local old old_root new i
    has proofs/consistency.txt || return
    old=$G_OLD old_root=$G_ROOT new=$G_NEW
    ((new == last_size)) && consistent "$old" "$old_root" "$new" "${SIGNED_ROOT[$last_size]}" ${G_PATH[@]+"${G_PATH[@]}"} ||
        bad FORK "$old" "the log is not shown to have grown from the earlier packet of size $old"
    for ((i = 0; i < ${#A_SIZE[@]}; i++)); do
        ((A_SIZE[i] == old)) || continue
        [[ ${A_ROOT[i]} == "$old_root" ]] || bad FORK "$old" "an anchor has another root for size $old"
        ((ANCHORED)) || ANCHORED=$old
    done
}

check_files() {
    local i hash rest size hashes=() sizes=()
    for ((i = 0; i < ${#MEMBERS[@]}; i += 1000)); do
        while read -r hash rest; do hashes+=("$hash"); done < <(cd "$folder" && sha256sum -- "${MEMBERS[@]:i:1000}" 2>/dev/null)
        while read -r size; do sizes+=("$size"); done < <(cd "$folder" && stat -L -c %s -- "${MEMBERS[@]:i:1000}" 2>/dev/null)
    done
    for ((i = 0; i < ${#MEMBERS[@]}; i++)); do
        rest=${MEMBERS[i]}
        [[ -f $folder/$rest && ! -L $folder/$rest && ! -L $folder/${rest%/*} ]] || malformed "$rest is missing or is not a plain file"
        [[ ${hashes[i]:-} == "${MEMBER_HASH[$rest]}" && ${sizes[i]:-} == "${MEMBER_SIZE[$rest]}" ]] ||
            malformed "$rest is not the file the manifest lists"
    done
}

# --- a packet of a range ----------------------------------------------------------------------------------------------

check_range() {
    local i place end=$((first + ${#ENTRIES[@]}))
    ((${#SIZES[@]})) || bad BADSIG "$first" 'there is no checkpoint to check against'
    check_tree
    for ((i = 0; i < ${#ENTRIES[@]}; i++)); do
        place=$((first + i))
        read_header "${ENTRIES[i]}" || malformed "entry $place has not the form of a header" "$place"
        [[ $h_log == "$origin" ]] || malformed "entry $place belongs to another log" "$place"
        ((h_seq > place)) && bad GAP "$place" "entry $h_seq stands at position $place"
        ((h_seq < place)) && bad ORDER "$place" "entry $h_seq stands at position $place"
        keep_header "$i"
    done
    [[ $h_type == out.export ]] && read_scope "$h_d" && [[ $KIND == range ]] ||
        bad GAP "$end" 'the packet does not end with the entry of its own export'
    ((FROM == first)) || bad GAP "$FROM" "the packet should begin at entry $FROM"
    check_payloads
    declare -A tree=()
    for i in "${!NODE[@]}"; do tree[$i]=${NODE[$i]}; done
    check_session_rules
    NODE=()
    for i in "${!tree[@]}"; do NODE[$i]=${tree[$i]}; done
    check_anchors
    check_growth
    [[ -n $ALONE ]] && malformed "a payload stands alone, for entry $ALONE" "$ALONE"
    for ((i = 0; i < ${#ENTRIES[@]} || i < ${#HINTS[@]}; i++)); do
        [[ ${HINTS[i]:-} == "${LEAVES[i]:-}" ]] || malformed "leaves.txt differs at entry $((first + i)), but the entries are right" "$((first + i))"
    done
}

# --- a packet of sessions ---------------------------------------------------------------------------------------------

read_proofs() { # every .tlog-proof -> PR_EXTRA PR_INDEX PR_PATH PR_NOTE by name
    local name at line
    declare -gA PR_EXTRA=() PR_INDEX=() PR_PATH=() PR_NOTE=()
    for name in "${MEMBERS[@]}"; do
        [[ $name == *.tlog-proof ]] || continue
        read_lines "$name"
        [[ ${LINES[0]:-} == c2sp.org/tlog-proof@v1 ]] || malformed 'a proof is malformed'
        at=1
        PR_EXTRA[$name]='' PR_PATH[$name]='' PR_NOTE[$name]=''
        if [[ ${LINES[1]:-} == 'extra '* ]]; then
            base64_hex "${LINES[1]#extra }"
            PR_EXTRA[$name]=$HEX at=2
        fi
        [[ ${LINES[at]:-} =~ ^index\ $NUMBER$ ]] || malformed 'a proof is malformed'
        PR_INDEX[$name]=${BASH_REMATCH[1]}
        for ((at++; at < ${#LINES[@]}; at++)); do
            [[ -n ${LINES[at]} ]] || break
            base64_hex "${LINES[at]}" 32
            PR_PATH[$name]+=" $HEX"
        done
        ((at < ${#LINES[@]} - 1)) || malformed 'a proof is malformed'
        for line in "${LINES[@]:at+1}"; do PR_NOTE[$name]+=$line$'\n'; done
    done
}

stands() { # leaf, name of its proof
    included "$1" "${PR_INDEX[$2]}" "$last_size" "${SIGNED_ROOT[$last_size]}" ${PR_PATH[$2]}
}

proven_header() { # name of a proof -> h_*, LEAF, once it is proved to stand where the proof says
    local seq=${PR_INDEX[$1]} line
    escapes "00${PR_EXTRA[$1]}"
    hash_text "$ESCAPES"
    LEAF=$ONE
    stands "$LEAF" "$1" || bad ALTERED "$seq" "entry $seq is not what was signed, or its proof is not"
    escapes "${PR_EXTRA[$1]}"
    printf -v line %b "$ESCAPES"
    read_header "$line" || malformed "entry $seq has not the form of a header" "$seq"
    ((h_seq == seq)) || bad ORDER "$seq" "entry $h_seq stands at position $seq"
}

unproved() { # leaf hashes... : succeeds, with TROUBLE, when something cannot be proved
    local all=("$@") i n at=0 sess good
    (($# == total)) || { TROUBLE='the packet holds another number of entries than its export states' && return 0; }
    for ((i = 0; i < ${#SESS[@]}; i++)); do
        sess=${SESS[i]} good=1 n=0
        if [[ -n ${CLOSE_LEAF[i]} ]]; then
            n=${CLOSE_N[i]}
            session_root ${all[@]+"${all[@]:at:n}"}
            [[ $ONE == "${CLOSE_ROOT[i]}" && ${all[at + n]} == "${CLOSE_LEAF[i]}" ]] || good=
            n=$((n + 1))
        fi
        for (( ; n < COUNT[i]; n++)); do stands "${all[at + n]}" "proofs/$sess.$n.tlog-proof" || good=; done
        [[ -n $good ]] || { TROUBLE="an entry of session $sess is not what was signed, or its proof is not" && return 0; }
        at=$((at + COUNT[i]))
    done
    TROUBLE='the last entry is not the one of the export'
    [[ ${all[total - 1]} != "$export_leaf" ]]
}

read_claims() { # what the signed headers in the proofs say must be there
    local i n name sess export=proofs/out.export.tlog-proof
    for name in "${!PR_NOTE[@]}"; do [[ ${PR_NOTE[$name]} == "${NOTES[-1]}" ]] || malformed 'a proof leads to another checkpoint'; done
    proven_header "$export"
    export_at=$h_seq export_leaf=$LEAF export_slot="$h_sess $h_n" total=1
    [[ $h_type == out.export ]] && read_scope "$h_d" && [[ $KIND == sessions ]] && ((h_seq == last_size - 1)) ||
        bad GAP "$h_seq" 'the packet does not end with the entry of its own export'
    for ((i = 0; i < ${#SESS[@]}; i++)); do
        sess=${SESS[i]} name=proofs/${SESS[i]}.tlog-proof n=0
        CLOSE_LEAF[i]='' CLOSE_N[i]='' CLOSE_ROOT[i]='' total=$((total + COUNT[i]))
        if has "$name"; then
            proven_header "$name"
            [[ $h_type == session.close && $h_sess == "$sess" ]] || malformed "session $sess: the proof is of another entry" "$h_seq"
            said_close "$h_d"
            [[ $SAID_COUNT == "$h_n" && -n $SAID_ROOT ]] && ((h_n < COUNT[i])) || bad GAP "$h_seq" "session $sess: the close counts other entries"
            CLOSE_LEAF[i]=$LEAF CLOSE_N[i]=$h_n CLOSE_ROOT[i]=$SAID_ROOT n=$((h_n + 1))
        fi
        for (( ; n < COUNT[i]; n++)); do
            has "proofs/$sess.$n.tlog-proof" || bad GAP '' "session $sess: the proof of an entry is missing"
        done
    done
}

check_sessions() {
    local i n seq slots=() differs=''
    CLOSE_LEAF=() CLOSE_N=() CLOSE_ROOT=()
    ((last_size)) || bad BADSIG 0 'there is no checkpoint to check against'
    read_claims
    if unproved ${LEAVES[@]+"${LEAVES[@]}"}; then
        local trouble=$TROUBLE
        unproved ${HINTS[@]+"${HINTS[@]}"} || name_by_list
        ((${#LEAVES[@]} < total)) && bad GAP '' "$trouble"
        bad ALTERED '' "$trouble"
    fi
    for ((i = 0; i < ${#SESS[@]}; i++)); do
        for ((n = 0; n < COUNT[i]; n++)); do slots+=("${SESS[i]} $n"); done
    done
    slots+=("$export_slot")
    for ((i = 0; i < ${#ENTRIES[@]}; i++)); do
        seq=${SEQS[i]:-}
        read_header "${ENTRIES[i]}" || malformed "entry $seq has not the form of a header" "$seq"
        [[ $h_log == "$origin" ]] || malformed "entry $seq belongs to another log" "$seq"
        [[ "$h_sess $h_n" == "${slots[i]}" ]] || bad ORDER "$seq" "entry $seq is not number and session ${slots[i]}"
        [[ -z $differs && ($h_seq != "$seq" || ${HINTS[i]:-} != "${LEAVES[i]}") ]] && differs=$h_seq
        keep_header "$i"
    done
    check_payloads
    check_anchors
    check_growth
    [[ -n $differs ]] && malformed "leaves.txt differs at entry $differs, but the entries are right" "$differs"
    ((${#HINTS[@]} == ${#LEAVES[@]})) || malformed 'leaves.txt has another length, but the entries are right'
    [[ -n $ALONE ]] && malformed "a payload stands alone, for entry $ALONE" "$ALONE"
}

# --- all together -----------------------------------------------------------------------------------------------------

SALT_AND_SEQ='\},"salt":"([0-9a-f]{64})","seq":'$NUMBER'\}$'

read_long_files() { # entries, leaves, payloads, and the forms of the small ones
    local place=0 line at=$first
    [[ -n $by_session ]] && at=''
    read_lines entries.jsonl "$at"
    ENTRIES=(${LINES[@]+"${LINES[@]}"})
    for line in ${LINES[@]+"${LINES[@]}"}; do
        ((${#line} <= 65536)) || malformed 'an entry is too long' "${at:+$((first + place))}"
        place=$((place + 1))
    done
    read_lines leaves.txt
    SEQS=() HINTS=() P_SEQ=() P_SALT=() P_DATA=() place=$first
    for line in ${LINES[@]+"${LINES[@]}"}; do
        [[ $line =~ ^$NUMBER\ ([0-9a-f]{64})$ ]] && { [[ -n $by_session ]] || ((BASH_REMATCH[1] == place)); } ||
            malformed 'leaves.txt is malformed'
        SEQS+=("${BASH_REMATCH[1]}") HINTS+=("${BASH_REMATCH[2]}") place=$((place + 1))
    done
    has payloads.jsonl && read_lines payloads.jsonl || LINES=()
    for line in ${LINES[@]+"${LINES[@]}"}; do
        [[ $line == '{"payload":{'* && $line =~ $SALT_AND_SEQ ]] || malformed 'payloads.jsonl is malformed'
        line=${line#'{"payload":'}
        P_SALT+=("${BASH_REMATCH[1]}") P_SEQ+=("${BASH_REMATCH[2]}") P_DATA+=("${line:0:${#line}-${#BASH_REMATCH[0]}+1}")
    done
}

read_growth() {
    has proofs/consistency.txt || return
    read_lines proofs/consistency.txt
    [[ ${LINES[0]:-} == chairside-consistency@v1 && ${LINES[1]:-} =~ ^old\ ([1-9][0-9]{0,15})\ ([^ ]+)$ ]] || malformed 'proofs/consistency.txt is malformed'
    G_OLD=${BASH_REMATCH[1]}
    base64_hex "${BASH_REMATCH[2]}" 32
    G_ROOT=$HEX
    [[ ${LINES[2]:-} =~ ^new\ ([1-9][0-9]{0,15})$ ]] || malformed 'proofs/consistency.txt is malformed'
    G_NEW=${BASH_REMATCH[1]}
    read_hashes growth "${LINES[@]:3}"
    G_PATH=(${HASHES[@]+"${HASHES[@]}"})
}

open_checkpoints() { # -> SIZES beyond first, SIGNED_ROOT, last_size; A_SIZE and A_ROOT of the anchors
    local i before=-1 before_root='' kept=() file end=0
    SIZES=() A_SIZE=() A_ROOT=() last_size=0
    declare -gA SIGNED_ROOT=()
    ((${#NOTES[@]})) && claimed_size "${NOTES[-1]}" && end=$SIZE
    local notes=(${NOTES[@]+"${NOTES[@]}"})
    for ((i = 0; i < ${#notes[@]}; i++)); do
        open_note "${notes[i]}" "checkpoint $((i + 1))"
        if ((i && SIZE == before)) && [[ $ROOT_HEX != "$before_root" ]]; then bad FORK "$SIZE" "two roots are signed for size $SIZE"; fi
        ((i && SIZE <= before)) && malformed "the checkpoint of size $SIZE is out of order"
        before=$SIZE before_root=$ROOT_HEX last_size=$SIZE SIGNED_ROOT[$SIZE]=$ROOT_HEX
        ((SIZE > first)) && SIZES+=("$SIZE")
    done
    for file in ${anchor_files[@]+"${anchor_files[@]}"}; do
        mapfile -t LINES <"$file"
        split_notes ${LINES[@]+"${LINES[@]}"}
        kept+=(${NOTES[@]+"${NOTES[@]}"})
    done
    NOTES=(${notes[@]+"${notes[@]}"})
    for ((i = 0; i < ${#kept[@]}; i++)); do
        claimed_size "${kept[i]}"
        ((SIZE <= end)) || continue
        open_note "${kept[i]}" "anchor $((i + 1))"
        A_SIZE+=("$SIZE") A_ROOT+=("$ROOT_HEX")
    done
}

main() {
    local size
    read_manifest
    by_session='' export_at=''
    has proofs/out.export.tlog-proof && by_session=1
    read_frontier
    declare -gA BEFORE=()
    for size in "${!NODE[@]}"; do BEFORE[$size]=1; done
    read_long_files
    read_lines checkpoints.txt
    local checkpoint_lines=(${LINES[@]+"${LINES[@]}"})
    read_lines keys.txt
    read_growth
    split_notes ${checkpoint_lines[@]+"${checkpoint_lines[@]}"}
    [[ -n $by_session ]] && read_proofs
    read_key
    open_checkpoints
    hash_leaves ${ENTRIES[@]+"${ENTRIES[@]}"}
    LEAVES=(${HASH[@]+"${HASH[@]}"})
    H_AT=() H_D=() H_N=() H_PC=() H_PT=() H_SEQ=() H_SESS=() H_TYPE=()
    if [[ -n $by_session ]]; then check_sessions; else check_range; fi
    check_files

    printf '%s\n' "$VERDICT"
    [[ $PRACTICE == true ]] && printf '  PRACTICE: the people and figures in this packet are invented\n'
    printf '  %s entries and %s payloads are as signed; the log had %s entries\n' ${#ENTRIES[@]} "$checked" "$last_size"
    ((last_size > ANCHORED)) && printf '  the newest %s entries of the log rest on its own signature alone\n' $((last_size - ANCHORED))
    printf '  root: %s (hex)\n' "${SIGNED_ROOT[$last_size]}"
    print_key
    [[ $VERDICT == OK || -z $require_anchor ]] || exit 4
    exit 0
}

folder='' require_anchor='' anchor_files=()
while (($#)); do
    case $1 in
    --vkey) given_key=${2:-} && shift ;;
    --anchor) anchor_files+=("${2:-}") && shift ;;
    --require-anchor) require_anchor=1 ;;
    -*) printf 'unknown option: %s\n' "$1" >&2 && exit 2 ;;
    *) folder=$1 ;;
    esac
    shift
done
[[ -n $folder ]] || folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
[[ -d $folder ]] || { printf 'There is no folder %s\n' "$folder" >&2 && exit 2; }
for file in ${anchor_files[@]+"${anchor_files[@]}"}; do
    [[ -r $file ]] || { printf 'The anchor file %s cannot be read\n' "$file" >&2 && exit 2; }
done
command -v openssl >/dev/null || { printf 'openssl is needed\n' >&2 && exit 2; }
work=$(mktemp -d) && mkdir "$work/in" || exit 2
trap 'rm -rf -- "$work"' EXIT
main
