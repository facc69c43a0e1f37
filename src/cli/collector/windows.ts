/**
 * Gathers what `farend` reads on Windows: a .cmd that any Windows runs by double click, without an execution policy in
 * the way. Paths reach PowerShell through the environment, so that no character in them can become code.
 */
const LINES = String.raw`@echo off
rem farend collector for Windows.
rem Gathers the connections of this computer and what explains them into one folder (and a .zip):
rem   netstat; processes with path, command line and parent; services; signatures of running programs;
rem   names that were looked up; own addresses, routes, neighbours; hosts file; system information.
rem Installs nothing, sends nothing, changes nothing outside the folder.
rem As administrator it sees every program: right click, Run as administrator.
rem Use:  collect.cmd [FOLDER TO PUT IT IN]
setlocal EnableExtensions DisableDelayedExpansion
set "SYS=%SystemRoot%\System32"
set "PS=%SYS%\WindowsPowerShell\v1.0\powershell.exe"
set "PLACE=%~dp0"
if not "%~1"=="" set "PLACE=%~f1"
for /f "usebackq delims=" %%T in (${'`'}%PS% -NoProfile -NonInteractive -Command "[DateTime]::UtcNow.ToString('s')+'Z'"${'`'}) do set "TIME_UTC=%%T"
if not defined TIME_UTC set "TIME_UTC=unknown"
set "STAMP=%TIME_UTC::=%"
set "STAMP=%STAMP:-=%"
set "FAREND_NAME=farend-%COMPUTERNAME%-%STAMP%"
if not "%PLACE:~-1%"=="\" set "PLACE=%PLACE%\"
set "FAREND_OUT=%PLACE%%FAREND_NAME%"
mkdir "%FAREND_OUT%" || exit /b 1
echo Gathering into "%FAREND_OUT%"

set "FEWER="
"%SYS%\netstat.exe" -anob > "%FAREND_OUT%\netstat.txt" 2>nul || set "FEWER=1"
if defined FEWER echo Not run as administrator: it sees fewer programs.
if defined FEWER "%SYS%\netstat.exe" -ano > "%FAREND_OUT%\netstat.txt" 2>nul
"%SYS%\tasklist.exe" /svc /fo csv > "%FAREND_OUT%\tasklist-svc.csv" 2>nul
"%SYS%\tasklist.exe" /v /fo csv > "%FAREND_OUT%\tasklist-v.csv" 2>nul
"%PS%" -NoProfile -NonInteractive -Command "Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,Name,ExecutablePath,CommandLine,CSName | Export-Csv -LiteralPath (Join-Path $env:FAREND_OUT 'processes.csv') -NoTypeInformation -Encoding UTF8" 2>nul
rem Windows 7 comes with PowerShell 2, which has no Get-CimInstance.
if not exist "%FAREND_OUT%\processes.csv" "%SYS%\wbem\wmic.exe" process get CommandLine,CSName,ExecutablePath,Name,ParentProcessId,ProcessId /value > "%FAREND_OUT%\processes.txt" 2>nul <nul
"%PS%" -NoProfile -NonInteractive -Command "(Get-CimInstance Win32_Process).ExecutablePath | Where-Object { $_ } | Sort-Object -Unique | ForEach-Object { Get-AuthenticodeSignature -LiteralPath $_ } | Select-Object Path,Status,@{n='Signer';e={$_.SignerCertificate.Subject}} | Export-Csv -LiteralPath (Join-Path $env:FAREND_OUT 'signatures.csv') -NoTypeInformation -Encoding UTF8" 2>nul
"%SYS%\ipconfig.exe" /displaydns > "%FAREND_OUT%\dns-cache.txt" 2>nul
"%SYS%\ipconfig.exe" /all > "%FAREND_OUT%\ipconfig.txt" 2>nul
"%SYS%\route.exe" print > "%FAREND_OUT%\routes.txt" 2>nul
"%SYS%\arp.exe" -a > "%FAREND_OUT%\arp.txt" 2>nul
copy /y "%SYS%\drivers\etc\hosts" "%FAREND_OUT%\hosts.txt" >nul 2>nul
"%SYS%\systeminfo.exe" > "%FAREND_OUT%\systeminfo.txt" 2>nul
> "%FAREND_OUT%\collection.txt" echo farend collection
>> "%FAREND_OUT%\collection.txt" echo host: %COMPUTERNAME%
>> "%FAREND_OUT%\collection.txt" echo time: %TIME_UTC%
>> "%FAREND_OUT%\collection.txt" echo system: windows

"%PS%" -NoProfile -NonInteractive -Command "Compress-Archive -LiteralPath $env:FAREND_OUT -DestinationPath ($env:FAREND_OUT + '.zip')" 2>nul && echo Packed as "%FAREND_OUT%.zip"
echo Done. Read it with:  farend "%FAREND_OUT%"
endlocal
`;

/** cmd wants CRLF: with LF alone it loses its place in long files. */
export const script = LINES.replaceAll('\n', '\r\n');
