"""Workbooks with every kind of content that a plain load-and-save would lose, one kind each, made here.

What no Python library writes is added part by part, as Excel writes it.
"""

import io
import re

import xlsxwriter

from hosts.donors import DRAWN, PIXEL
from hosts.made import parts, plain_host, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MS = "http://schemas.microsoft.com/office"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET, BOOK, ROOT = "xl/worksheets/sheet1.xml", "xl/workbook.xml", ""


def added(data, *new, edits=()):
    """The file with parts added: each (source part, relationship type, part, content type, content), and texts replaced."""
    contents = parts(data)
    for source, kind, name, content_type, content in new:
        contents[name] = content.encode() if isinstance(content, str) else content
        if content_type:
            _declare(contents, name, content_type)
        if source is not None:
            _relate(contents, source, kind, name)
    for name, old, fresh in edits:
        text = contents[name].decode()
        assert old in text, (name, old)
        contents[name] = text.replace(old, fresh, 1).encode()
    return zipped(contents)


def _declare(contents, name, content_type):
    types = contents["[Content_Types].xml"].decode()
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    contents["[Content_Types].xml"] = types.replace("</Types>", override).encode()


def _relate(contents, source, kind, name):
    folder, _, file = source.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels".lstrip("/")
    empty = f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    text = contents.get(rels, empty.encode()).decode()
    number = 100 + len(re.findall("<Relationship ", text))
    relation = f'<Relationship Id="rId{number}" Type="{kind}" Target="/{name}"/></Relationships>'
    contents[rels] = text.replace("</Relationships>", relation).encode()


def drawn_host():
    """Charts, shapes, pictures, sparklines, 2010 data bars, validations on another sheet, notes, LAMBDA, dynamic arrays."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": DRAWN})
        book.set_custom_property("MSIP_Label_1_Name", "Interne")
        sheet, lists = book.add_worksheet("Suivi"), book.add_worksheet("Listes")
        sheet.add_table("A1:C4", {"name": "Suivi", "columns": [{"header": h} for h in "abc"], "data": [[1, 2, 3]] * 3})
        sheet.conditional_format("A2:A4", {"type": "data_bar", "data_bar_2010": True, "bar_direction": "right"})
        sheet.conditional_format("B2:B4", {"type": "icon_set", "icon_style": "5_ratings"})
        sheet.data_validation("E1", {"validate": "list", "source": "=Listes!$A$1:$A$3"})
        sheet.add_sparkline("F1", {"range": "Suivi!A2:C2"})
        sheet.insert_textbox("H1", "zone de texte")
        sheet.insert_image("H9", "p.png", {"image_data": io.BytesIO(PIXEL)})
        sheet.write_comment("A1", "note d’une personne")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Suivi!$A$2:$A$4"})
        sheet.insert_chart("H20", chart)
        sheet.write_dynamic_array_formula("J1:J3", "=_xlfn._xlws.SORT(A2:A4)", None, 1)
        sheet.set_header("&L&G", {"image_left": "p.png", "image_data_left": io.BytesIO(PIXEL)})
        book.define_name("Majore", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x*1.1)")
        lists.write_column("A1", ["x", "y", "z"])
        lists.protect("secret")
        book.add_chartsheet("Graphe").set_chart(_chart(book))
    return buffer.getvalue()


def _chart(book):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Suivi!$A$2:$A$4"})
    return chart


def pivot_host():
    """A pivot table, its cache, and a slicer on it."""
    cache = f'''{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" refreshedBy="x" recordCount="0">
<cacheSource type="worksheet"><worksheetSource ref="A1:C3" sheet="Actions"/></cacheSource><cacheFields count="1">
<cacheField name="Action" numFmtId="0"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'''
    records = f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="0"/>'
    pivot = f'''{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="TCD1" cacheId="7" dataCaption="Valeurs">
<location ref="A10:B12" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="1"><pivotField showAll="0"/>
</pivotFields></pivotTableDefinition>'''
    slicers = f'''{HEAD}<slicers xmlns="{MS}/spreadsheetml/2009/9/main">
<slicer name="Action" cache="Seg_Action" rowHeight="241300"/></slicers>'''
    slicer_cache = (
        f'{HEAD}<slicerCacheDefinition xmlns="{MS}/spreadsheetml/2009/9/main" name="Seg_Action" sourceName="Action"/>'
    )
    slicer_list = f'''<extLst><ext uri="{{BBE1A952-AA13-448e-AADC-164F8A28A991}}" xmlns:x14="{MS}/spreadsheetml/2009/9/main">
<x14:slicerCaches><x14:slicerCache xmlns:r="{OFFICE}" r:id="rId104"/></x14:slicerCaches></ext></extLst></workbook>'''
    return added(
        plain_host(),
        ("xl/worksheets/sheet2.xml", f"{OFFICE}/pivotTable", "xl/pivotTables/pivotTable1.xml", f"{TYPE}.pivotTable+xml", pivot),
        ("xl/pivotTables/pivotTable1.xml", f"{OFFICE}/pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml",
         f"{TYPE}.pivotCacheDefinition+xml", cache),
        (None, "", "xl/pivotCache/pivotCacheRecords1.xml", f"{TYPE}.pivotCacheRecords+xml", records),
        ("xl/worksheets/sheet2.xml", f"{MS}/2007/relationships/slicer", "xl/slicers/slicer1.xml",
         "application/vnd.ms-excel.slicer+xml", slicers),
        (BOOK, f"{MS}/2007/relationships/slicerCache", "xl/slicerCaches/slicerCache1.xml",
         "application/vnd.ms-excel.slicerCache+xml", slicer_cache),
        edits=[(BOOK, "</workbook>", slicer_list)],
    )  # fmt: skip


def conversation_host():
    """Threaded comments and the people in them."""
    thread = f'''{HEAD}<ThreadedComments xmlns="{MS}/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1"
 dT="2026-03-31T10:00:00.00" personId="{{1}}" id="{{2}}"><text>Qui s’en charge ?</text></threadedComment></ThreadedComments>'''
    people = f'''{HEAD}<personList xmlns="{MS}/spreadsheetml/2018/threadedcomments">
<person displayName="Marie" id="{{1}}"/></personList>'''
    return added(
        plain_host(),
        ("xl/worksheets/sheet2.xml", f"{MS}/2017/10/relationships/threadedComment", "xl/threadedComments/threadedComment1.xml",
         "application/vnd.ms-excel.threadedcomments+xml", thread),
        (BOOK, f"{MS}/2017/10/relationships/person", "xl/persons/person.xml", "application/vnd.ms-excel.person+xml", people),
    )  # fmt: skip


def control_host():
    """A form control: its properties, its old-style drawing."""
    vml = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="b"><ClientData ObjectType="Button"/></v:shape></xml>'
    control = f'{HEAD}<formControlPr xmlns="{MS}/spreadsheetml/2009/9/main" objectType="Button" lockText="1"/>'
    return added(
        plain_host(),
        ("xl/worksheets/sheet2.xml", f"{OFFICE}/vmlDrawing", "xl/drawings/vmlDrawing7.vml",
         "application/vnd.openxmlformats-officedocument.vmlDrawing", vml),
        ("xl/worksheets/sheet2.xml", f"{OFFICE}/ctrlProp", "xl/ctrlProps/ctrlProp1.xml",
         "application/vnd.ms-excel.controlproperties+xml", control),
    )  # fmt: skip


def query_host():
    """A query: its connection, its table, the mashup that Power Query keeps, the data model."""
    connection = (
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="Requête" type="5" refreshedVersion="8"/></connections>'
    )
    table = f'{HEAD}<queryTable xmlns="{MAIN}" name="Donnees" connectionId="1" autoFormatId="16"/>'
    return added(
        plain_host(),
        (BOOK, f"{OFFICE}/connections", "xl/connections.xml", f"{TYPE}.connections+xml", connection),
        ("xl/tables/table1.xml", f"{OFFICE}/queryTable", "xl/queryTables/queryTable1.xml", f"{TYPE}.queryTable+xml", table),
        (BOOK, f"{OFFICE}/customXml", "customXml/item1.xml", "",
         "<DataMashup xmlns='http://schemas.microsoft.com/DataMashup'>AAA=</DataMashup>"),
        (BOOK, f"{OFFICE}/powerPivotData", "xl/model/item.data",
         "application/vnd.openxmlformats-officedocument.model+data", b"\x00PowerPivot"),
    )  # fmt: skip


def label_host():
    """A sensitivity label, a ribbon of the workbook's own, custom XML."""
    label = (
        f'{HEAD}<clbl:labelList xmlns:clbl="{MS}/2020/mipLabelMetadata"><clbl:label id="{{a}}" enabled="1"/></clbl:labelList>'
    )
    ribbon = f'{HEAD}<customUI xmlns="{MS}/2009/07/customui"><ribbon/></customUI>'
    return added(
        plain_host(),
        (ROOT, f"{MS}/2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml",
         "application/vnd.ms-office.classificationlabels+xml", label),
        (ROOT, f"{MS}/2007/relationships/ui/extensibility", "customUI/customUI14.xml", "", ribbon),
        (BOOK, f"{OFFICE}/customXml", "customXml/item2.xml", "", "<projet xmlns='urn:projet'>Relation client</projet>"),
    )  # fmt: skip


def macro_host():
    """A workbook with macros: its VBA project is any bytes, since nobody may look inside."""
    return added(
        plain_host(),
        (
            BOOK,
            f"{MS}/2006/relationships/vbaProject",
            "xl/vbaProject.bin",
            "application/vnd.ms-office.vbaProject",
            b"\xd0\xcf VBA",
        ),
        edits=[("[Content_Types].xml", f"{TYPE}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")],
    )


def template_host():
    """A template (.xltx)."""
    return added(plain_host(), edits=[("[Content_Types].xml", "sheet.main+xml", "template.main+xml")])


HOSTS = {
    "plain": plain_host,
    "drawn": drawn_host,
    "pivot and slicer": pivot_host,
    "conversation": conversation_host,
    "form control": control_host,
    "query and data model": query_host,
    "label, ribbon, custom XML": label_host,
    "macros": macro_host,
    "template": template_host,
}
