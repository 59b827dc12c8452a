package render

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// The parts of a workbook beside its sheets, which are written last, when all
// sheets are known (ECMA-376 part 1, clause 12; part 2).
const (
	mainTypes    = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
	packageTypes = `application/vnd.openxmlformats-package.`
	officeNS     = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packageNS    = `http://schemas.openxmlformats.org/package/2006/`

	stylesPart = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="5"><font><sz val="10"/><name val="Calibri"/><family val="2"/></font>` +
		`<font><b/><sz val="10"/><name val="Calibri"/><family val="2"/></font>` +
		`<font><b/><sz val="16"/><name val="Calibri"/><family val="2"/></font>` +
		`<font><i/><sz val="10"/><color rgb="FF9C0006"/><name val="Calibri"/><family val="2"/></font>` +
		`<font><i/><sz val="10"/><color rgb="FF595959"/><name val="Calibri"/><family val="2"/></font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFE2E8F0"/><bgColor indexed="64"/></patternFill></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
		`<border><left style="thin"><color rgb="FFBFBFBF"/></left><right style="thin"><color rgb="FFBFBFBF"/></right>` +
		`<top style="thin"><color rgb="FFBFBFBF"/></top><bottom style="thin"><color rgb="FFBFBFBF"/></bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="7">` + // in the order of the styles
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		styleXF + `fontId="0" fillId="0" borderId="1"` + styleEnd +
		styleXF + `fontId="1" fillId="2" borderId="1"` + styleEnd +
		styleXF + `fontId="1" fillId="0" borderId="1"` + styleEnd +
		`<xf numFmtId="49" xfId="0" quotePrefix="1" fontId="2" fillId="0" borderId="0" applyNumberFormat="1" applyFont="1"/>` +
		styleXF + `fontId="3" fillId="0" borderId="1"` + styleEnd +
		styleXF + `fontId="4" fillId="0" borderId="1"` + styleEnd +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
	styleXF  = `<xf numFmtId="49" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" `
	styleEnd = `><alignment vertical="top" wrapText="1"/></xf>`
)

// close writes what remains and ends the zip.
func (b *workbook) close(title string, created time.Time) error {
	core := `<cp:coreProperties xmlns:cp="` + packageNS + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` +
		string(appendEscaped(nil, line(title))) + `</dc:title><dc:creator>Recital</dc:creator>`
	if !created.IsZero() {
		core += `<dcterms:created xsi:type="dcterms:W3CDTF">` + timestamp(created) + `</dcterms:created>`
	}
	core += `</cp:coreProperties>`
	parts := []struct{ name, xml string }{
		{"xl/styles.xml", stylesPart},
		{"xl/workbook.xml", b.workbookPart()},
		{"xl/_rels/workbook.xml.rels", b.relationshipsPart()},
		{"docProps/core.xml", core},
		{"_rels/.rels", `<Relationships xmlns="` + packageNS + `relationships"><Relationship Id="rId1" Type="` + officeNS + `/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="` + packageNS + `relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"[Content_Types].xml", b.typesPart()},
	}
	for _, p := range parts {
		w, err := b.part(p.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, p.xml); err != nil {
			return err
		}
	}
	return b.zip.Close()
}

func (b *workbook) workbookPart() string {
	var sheets, names strings.Builder
	number := map[*sheet]int{}
	for i, s := range b.sheets {
		number[s] = i + 1
	}
	for i, s := range b.order {
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, appendEscaped(nil, s.name), i+1, number[s])
		quoted := string(appendEscaped(nil, "'"+strings.ReplaceAll(s.name, "'", "''")+"'"))
		if s.layout.filter && s.rows > 0 {
			fmt.Fprintf(&names, `<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">%s!$A$%d:$%s$%d</definedName>`,
				i, quoted, s.layout.frozen, appendColumn(nil, max(1, len(s.layout.widths))), s.rows)
		}
		if s.layout.frozen > 0 {
			columns := ""
			if s.layout.firstColumn {
				columns = quoted + "!$A:$A,"
			}
			fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">%s%s!$1:$%d</definedName>`, i, columns, quoted, s.layout.frozen)
		}
	}
	return `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + officeNS + `"><sheets>` +
		sheets.String() + `</sheets><definedNames>` + names.String() + `</definedNames></workbook>`
}

func (b *workbook) relationshipsPart() string {
	var x strings.Builder
	x.WriteString(`<Relationships xmlns="` + packageNS + `relationships">`)
	for i := range b.sheets {
		fmt.Fprintf(&x, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, officeNS, i+1)
	}
	fmt.Fprintf(&x, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(b.sheets)+1, officeNS)
	return x.String()
}

func (b *workbook) typesPart() string {
	var x strings.Builder
	x.WriteString(`<Types xmlns="` + packageNS + `content-types"><Default Extension="rels" ContentType="` + packageTypes + `relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	for i := range b.sheets {
		fmt.Fprintf(&x, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, mainTypes)
	}
	x.WriteString(`<Override PartName="/xl/workbook.xml" ContentType="` + mainTypes + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + mainTypes + `styles+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="` + packageTypes + `core-properties+xml"/></Types>`)
	return x.String()
}
