Attribute VB_Name = "Bridge"
Option Explicit

' The few calls that only a real Excel answers, one to a line, so that Buttons can be run without one.

' The Gouvernail program of this user, started when it sleeps; Nothing where it is not registered.
Public Function FindProgram() As Object
    On Error Resume Next
    Set FindProgram = CreateObject("Gouvernail.Application")
End Function

' Looked up when it is called, since a Mac's Excel may not know windows by a number, and would not compile the name.
Public Function WindowHandle() As Variant
    Dim excel As Object
    Set excel = Application
    WindowHandle = excel.Hwnd
End Function

' The other way in: the xlwings add-in, where the user has it. Its absence is an error, which the caller tells.
Public Sub RunThroughXlwings(python As String)
    Application.Run "xlwings.xlam!RunPython", python
End Sub

' A sentence of this add-in, in its language: the first sheet holds keys in column A, sentences in column B.
Public Function Words(key As String) As String
    Dim row As Long
    For row = 1 To 9
        If ThisWorkbook.Worksheets(1).Cells(row, 1).Value = key Then
            Words = ThisWorkbook.Worksheets(1).Cells(row, 2).Value
        End If
    Next row
End Function

Public Sub Tell(sentence As String)
    If Len(sentence) > 0 Then MsgBox sentence, vbInformation, "Gouvernail"
End Sub
