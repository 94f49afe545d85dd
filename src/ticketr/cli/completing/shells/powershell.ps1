# Completion of ticketr in PowerShell. Load it with: ticketr completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName ticketr -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $found = @(& ticketr __complete powershell "$wordToComplete" @before 2>$null)
    if ($found.Count -eq 0 -or $found[0] -eq ':files') { return }
    foreach ($line in $found) {
        $value, $about = $line -split "`t", 2
        if (-not $about) { $about = $value }
        $text = if ($value -match "[\s'""``$(){};,|&<>@#]") { "'" + $value.Replace("'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
    }
}
