@echo off
rem Runs a command of Ferry with a JRE 21 or newer: that of JAVA_HOME, or the one on the PATH.
rem   FERRY_CONFIG      the folder with application.yaml (default: the folder config beside bin)
rem   FERRY_JAVA_OPTS   more options for Java
setlocal EnableExtensions DisableDelayedExpansion

for %%I in ("%~dp0..") do set "FERRY_INSTALLED=%%~fI"
if not defined FERRY_CONFIG goto usual
if exist "%FERRY_CONFIG%\application.yaml" goto java
if exist "%FERRY_CONFIG%\application.yml" goto java
if exist "%FERRY_CONFIG%\application.properties" goto java
echo ferry: there is no application.yaml in FERRY_CONFIG=%FERRY_CONFIG%. Correct it. 1>&2
exit /b 1

:usual
set "FERRY_CONFIG=%FERRY_INSTALLED%\config"

:java

set "FERRY_JAVA=java"
if not defined JAVA_HOME goto look
set "FERRY_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%FERRY_JAVA%" goto version
echo ferry: there is no Java in JAVA_HOME=%JAVA_HOME%. Set it to a JRE 21 or newer. 1>&2
exit /b 1

:look
where java >nul 2>nul
if not errorlevel 1 goto version
echo ferry: needs a JRE 21 or newer, and there is no java on the PATH. Install one, or set JAVA_HOME to it. 1>&2
exit /b 1

:version
set "FERRY_JAVA_VERSION=0"
for /f "tokens=2 delims==." %%V in ('""%FERRY_JAVA%" -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.specification.version ="" ') do set /a FERRY_JAVA_VERSION=%%V
if %FERRY_JAVA_VERSION% geq 21 goto run
echo ferry: needs a JRE 21 or newer, and "%FERRY_JAVA%" is %FERRY_JAVA_VERSION%. Install one, or set JAVA_HOME to it. 1>&2
exit /b 1

:run
set "FERRY_OPTIONS=-XX:TieredStopAtLevel=1"
if /i "%~1"=="serve" set "FERRY_OPTIONS=-XX:MaxRAMPercentage=60"
if /i "%~1"=="inspect" set "FERRY_OPTIONS="
if %FERRY_JAVA_VERSION% geq 24 set "FERRY_OPTIONS=%FERRY_OPTIONS% --sun-misc-unsafe-memory-access=allow"
"%FERRY_JAVA%" -XX:+UseSerialGC -Xshare:auto %FERRY_OPTIONS% -Djdk.console=java.base "-Dferry.command=ferry" "-Dspring.config.additional-location=optional:file:%FERRY_CONFIG:\=/%/" %FERRY_JAVA_OPTS% -cp "%FERRY_INSTALLED%\ferry.jar" io.ferry.Ferry %*
exit /b %ERRORLEVEL%
