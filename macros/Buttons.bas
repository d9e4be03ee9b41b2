Attribute VB_Name = "Buttons"
Option Explicit

' What the ribbon calls: one Sub per button, which says what it wants and nothing else.
' Everything is decided, computed and drawn by the Gouvernail program, outside Excel.

Public Sub PressCheck(control As IRibbonControl)
    Press "check"
End Sub

Public Sub PressGaps(control As IRibbonControl)
    Press "gaps"
End Sub

Public Sub PressOverdue(control As IRibbonControl)
    Press "overdue"
End Sub

Public Sub PressRollup(control As IRibbonControl)
    Press "rollup"
End Sub

Public Sub PressProduction(control As IRibbonControl)
    Press "production"
End Sub

Public Sub PressSteering(control As IRibbonControl)
    Press "steering"
End Sub

Public Sub PressStrategic(control As IRibbonControl)
    Press "strategic"
End Sub

Public Sub PressFreeze(control As IRibbonControl)
    Press "freeze"
End Sub

Public Sub PressMinutes(control As IRibbonControl)
    Press "minutes"
End Sub

Public Sub PressUndo(control As IRibbonControl)
    Press "undo"
End Sub

' Hands the wish over, with the window and the name of the workbook it is for.
' Every way out gives the status bar back to Excel, and every failure ends in a sentence.
Private Sub Press(action As String)
    Dim program As Object
    Dim said As String
    If ActiveWorkbook Is Nothing Then
        Bridge.Tell Bridge.Words("no_workbook")
        Exit Sub
    End If
    On Error GoTo Failed
    Application.StatusBar = Bridge.Words("starting")
    Set program = Bridge.FindProgram()
    If program Is Nothing Then
        Bridge.RunThroughXlwings "from gouvernail.entry import ribbon; ribbon.press('" & action & "')"
    Else
        said = "" & program.Press(action, Bridge.WindowHandle(), ActiveWorkbook.Name)
    End If
    Application.StatusBar = False
    Bridge.Tell said
    Exit Sub
Failed:
    Application.StatusBar = False
    Bridge.Tell Bridge.Words("unreachable") & vbLf & vbLf & Err.Description
End Sub
