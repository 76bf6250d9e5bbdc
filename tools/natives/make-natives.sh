#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds java-llama.cpp's native library and puts it into a folder that Paddock's build packs into a fragment.
#
# Usage: make-natives.sh --source FOLDER --into FOLDER [--device cpu|cuda|metal] [--llama FOLDER]
#                        [--json FOLDER] [--sign IDENTITY]
#
#   --source   a checkout of java-llama.cpp at the version that Paddock uses:
#              git clone --branch v4.2.0 https://github.com/kherud/java-llama.cpp
#   --into     where the library goes; made when it is not there
#   --device   cpu (as it comes), cuda (needs the CUDA toolkit: nvcc), metal (a Mac with Apple silicon)
#   --llama    your own checkout of llama.cpp instead of the one that java-llama.cpp names; it must be close to that
#              one (b4916), since its C++ interface changes often
#   --json     your own checkout of nlohmann/json (v3.11); with --llama nothing is downloaded then
#   --sign     on a Mac: an identity of your keychain; without it the library is signed ad hoc, which is enough for
#              this Mac. For other Macs sign with "Developer ID Application: ..." and have it notarised; a library
#              that was downloaded unsigned is refused there until: xattr -d com.apple.quarantine FILE
#
# Needs cmake, a C++ compiler and a JDK (JAVA_HOME). Nothing is installed; only FOLDERs are written to.
# For llama-server no fragment is needed: paddock:engine-add takes its build folder.
set -eu

usage() { sed -n 's/^# \{0,1\}//; 3,20p' "$0"; }

fail() {
    printf 'make-natives: %s\n' "$1" >&2
    exit 1
}

source='' into='' device=cpu llama='' json='' identity=-
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --source | --into | --device | --llama | --json | --sign)
            [ $# -ge 2 ] || fail "$1 needs a value; --help tells more"
            case $1 in
                --source) source=$2 ;;
                --into) into=$2 ;;
                --device) device=$2 ;;
                --llama) llama=$2 ;;
                --json) json=$2 ;;
                --sign) identity=$2 ;;
            esac
            shift 2
            ;;
        *) fail "there is no option $1; --help tells which there are" ;;
    esac
done
[ -n "$source" ] || fail 'say --source and a checkout of java-llama.cpp; --help tells how to get one'
[ -n "$into" ] || fail 'say --into and the folder that the library goes to'
if [ ! -f "$source/CMakeLists.txt" ] || [ ! -d "$source/src/main/cpp" ]; then
    fail "$source is no checkout of java-llama.cpp: it has no CMakeLists.txt or no src/main/cpp"
fi
[ -z "$llama" ] || [ -f "$llama/CMakeLists.txt" ] || fail "$llama is no checkout of llama.cpp"
[ -z "$json" ] || [ -f "$json/CMakeLists.txt" ] || fail "$json is no checkout of nlohmann/json"
[ ! -e "$into" ] || [ -d "$into" ] || fail "$into is a file; --into needs a folder"

system=$(uname -s) machine=$(uname -m)
case $machine in
    amd64) machine=x86_64 ;;
    arm64) machine=aarch64 ;;
esac
case $system in
    Linux) library=libjllama.so property=linux-$machine name=Linux ;;
    Darwin) library=libjllama.dylib property=mac-$machine name=Mac ;;
    *) fail "this script builds on Linux and macOS; on Windows take make-natives.ps1" ;;
esac
case $property in
    linux-x86_64 | linux-aarch64 | mac-x86_64 | mac-aarch64) ;;
    *) fail "there is no fragment for $property; build java-llama.cpp as it says itself, and set natives_folder" ;;
esac
[ "$identity" = - ] || [ "$system" = Darwin ] || fail '--sign is for a Mac; leave it out here'

for tool in cmake c++; do
    command -v "$tool" >/dev/null 2>&1 || fail "there is no $tool on the PATH; install it first"
done
java_home=${JAVA_HOME:-}
if [ -z "$java_home" ] && command -v javac >/dev/null 2>&1; then
    java_home=$(cd "$(dirname "$(readlink -f "$(command -v javac)")")/.." && pwd)
fi
[ -f "$java_home/include/jni.h" ] || fail 'set JAVA_HOME to a JDK (one that has include/jni.h)'
export JAVA_HOME="$java_home"

fragment=$property
# By its names for system and machine it needs none of its Java classes.
options="-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DLLAMA_CURL=OFF -DOS_NAME=$name -DOS_ARCH=$machine"
case $device in
    cpu) [ "$property" = mac-aarch64 ] && options="$options -DGGML_METAL=OFF" ;;
    cuda)
        [ "$property" = linux-x86_64 ] || fail 'there is a CUDA fragment for Linux on x86-64 only'
        command -v nvcc >/dev/null 2>&1 || fail 'there is no nvcc on the PATH; install the CUDA toolkit (12 or newer)'
        options="$options -DGGML_CUDA=ON" fragment=linux-x86_64-cuda property=cuda
        ;;
    metal)
        [ "$property" = mac-aarch64 ] || fail 'Metal needs a Mac with Apple silicon'
        # The shaders go into the library, so that it stays one file.
        options="$options -DGGML_METAL=ON -DGGML_METAL_EMBED_LIBRARY=ON"
        ;;
    *) fail "--device must be cpu, cuda or metal, not $device" ;;
esac

build=$source/build-paddock-$device
mkdir -p "$build"
printf 'Configuring %s for %s ...\n' "$device" "$property"
# shellcheck disable=SC2086 # one word per option
cmake -S "$source" -B "$build" $options ${llama:+"-DFETCHCONTENT_SOURCE_DIR_LLAMA.CPP=$llama"} \
    ${json:+"-DFETCHCONTENT_SOURCE_DIR_JSON=$json"} >"$build/configure.log" 2>&1 ||
    fail "cmake could not configure it; the reason is at the end of $build/configure.log"
# Its own build puts it there, one folder for the processor and one for CUDA; an old one must not pass for the new one.
find "$build" "$source/src/main" -path "*/$name/$machine/$library" -type f -exec rm -f {} +
printf 'Building; this takes a while (CUDA: half an hour and more) ...\n'
cmake --build "$build" --config Release >"$build/build.log" 2>&1 ||
    fail "the build failed; the reason is at the end of $build/build.log"

made=$(find "$build" "$source/src/main" -path "*/$name/$machine/$library" -type f | head -n 1)
[ -n "$made" ] || fail "the build made no $library; look at $build/build.log"

# Signed before it is copied: in the folder is a whole one or none.
if [ "$system" = Darwin ]; then
    if [ "$identity" = - ]; then
        codesign --force --sign - "$made" || fail 'codesign could not sign it ad hoc'
    else
        codesign --force --timestamp --options runtime --sign "$identity" "$made" ||
            fail "codesign does not take the identity '$identity'; see: security find-identity -v -p codesigning"
    fi
fi
mkdir -p "$into"
if ! cp "$made" "$into/$library.part" || ! mv "$into/$library.part" "$into/$library"; then
    rm -f "$into/$library.part"
    fail "it is built ($made), but could not be copied to $into"
fi

printf "\n%s is there. Pack it with:\n  mvn -pl backend-llamacpp-natives/%s -am package '-Dllama.natives.%s=%s'\n" \
    "$into/$library" "$fragment" "$property" "$(cd "$into" && pwd)"
if [ "$device" = cuda ]; then
    printf 'The machine that runs it needs the CUDA libraries (libcudart, libcublas) and a driver.\n'
fi
