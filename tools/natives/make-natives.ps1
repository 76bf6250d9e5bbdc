# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
Builds java-llama.cpp's native library on Windows and puts it into a folder that Paddock's build packs into a fragment.
.PARAMETER Source
A checkout of java-llama.cpp at the version that Paddock uses:
git clone --branch v4.2.0 https://github.com/kherud/java-llama.cpp
.PARAMETER Into
Where the library goes; made when it is not there.
.PARAMETER Llama
Your own checkout of llama.cpp instead of the one that java-llama.cpp names; it must be close to that one (b4916).
.PARAMETER Json
Your own checkout of nlohmann/json (v3.11); with -Llama nothing is downloaded then.
.NOTES
Needs CMake, Visual Studio's C++ build tools and a JDK (JAVA_HOME). Only the processor: for CUDA on Windows take a
llama-server, which needs no fragment (paddock:engine-add takes its folder or zip). For CUDA on Linux and Metal on a
Mac take make-natives.sh there.
#>
param(
    [Parameter(Mandatory = $true)] [string] $Source,
    [Parameter(Mandatory = $true)] [string] $Into,
    [string] $Llama = '',
    [string] $Json = ''
)
$ErrorActionPreference = 'Stop'

function Stop-Here([string] $Sentence) {
    [Console]::Error.WriteLine("make-natives: $Sentence")
    exit 1
}

if (-not (Test-Path (Join-Path $Source 'CMakeLists.txt')) -or -not (Test-Path (Join-Path $Source 'src/main/cpp'))) {
    Stop-Here "$Source is no checkout of java-llama.cpp: it has no CMakeLists.txt or no src/main/cpp"
}
if ($Llama -and -not (Test-Path (Join-Path $Llama 'CMakeLists.txt'))) {
    Stop-Here "$Llama is no checkout of llama.cpp"
}
if ($Json -and -not (Test-Path (Join-Path $Json 'CMakeLists.txt'))) {
    Stop-Here "$Json is no checkout of nlohmann/json"
}
if (Test-Path $Into -PathType Leaf) {
    Stop-Here "$Into is a file; -Into needs a folder"
}
if (-not (Get-Command cmake -ErrorAction SilentlyContinue)) {
    Stop-Here 'there is no cmake on the PATH; install it first'
}
if (-not $env:JAVA_HOME -or -not (Test-Path (Join-Path $env:JAVA_HOME 'include/jni.h'))) {
    Stop-Here 'set JAVA_HOME to a JDK (one that has include\jni.h)'
}

$build = Join-Path $Source 'build-paddock-cpu'
New-Item -ItemType Directory -Force $build | Out-Null
# Windows PowerShell takes a line on the error stream of a program for an error of the script.
$ErrorActionPreference = 'Continue'
$options = @('-S', $Source, '-B', $build, '-DCMAKE_BUILD_TYPE=Release', '-DBUILD_SHARED_LIBS=OFF',
    '-DLLAMA_CURL=OFF', '-DOS_NAME=Windows', '-DOS_ARCH=x86_64')
if ($Llama) { $options += "-DFETCHCONTENT_SOURCE_DIR_LLAMA.CPP=$Llama" }
if ($Json) { $options += "-DFETCHCONTENT_SOURCE_DIR_JSON=$Json" }
Write-Host 'Configuring ...'
& cmake @options *> (Join-Path $build 'configure.log')
if ($LASTEXITCODE -ne 0) { Stop-Here "cmake could not configure it; the reason is at the end of $build\configure.log" }
# Its own build puts it there; an old one must not pass for the new one.
$place = Join-Path $Source 'src/main/resources/de/kherud/llama/Windows/x86_64/jllama.dll'
if (Test-Path $place) { Remove-Item $place -ErrorAction Stop }
Write-Host 'Building; this takes a while ...'
& cmake --build $build --config Release *> (Join-Path $build 'build.log')
if ($LASTEXITCODE -ne 0) { Stop-Here "the build failed; the reason is at the end of $build\build.log" }

$ErrorActionPreference = 'Stop'
if (-not (Test-Path $place)) { Stop-Here "the build made no jllama.dll; look at $build\build.log" }
New-Item -ItemType Directory -Force $Into | Out-Null
# In the folder is a whole one or none.
$part = Join-Path $Into 'jllama.dll.part'
Copy-Item $place $part -Force
Move-Item $part (Join-Path $Into 'jllama.dll') -Force
$folder = (Resolve-Path $Into).Path
Write-Host "`n$folder\jllama.dll is there. Pack it with:"
Write-Host "  mvn -pl backend-llamacpp-natives/windows-x86_64 -am package `"-Dllama.natives.windows-x86_64=$folder`""
