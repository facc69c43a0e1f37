import type { Part, Parts } from '../report.js';

/** How each part begins. */
export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Namespace of what parts say of one another. */
export const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Sheets in the order of their tabs. Of a wide table only the columns that decide are printed, or nobody could read it. */
const SHEETS: readonly { readonly name: string; readonly isTable: boolean; readonly printed: string | null }[] = [
  { name: 'Peers', isTable: true, printed: '$A:$K' },
  { name: 'Connections', isTable: true, printed: '$A:$M' },
  { name: 'Findings', isTable: true, printed: '$A:$H' },
  { name: 'Sources', isTable: true, printed: '$A:$G' },
  { name: 'About', isTable: false, printed: null },
];

/** The parts that hold the sheets together (ECMA-376 part 1, section 12.3, and part 2). The list of types goes first. */
export function writeFrame(parts: Parts): void {
  put(parts, '[Content_Types].xml', contentTypes());
  put(
    parts,
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="w" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  put(parts, 'xl/workbook.xml', workbook());
  put(parts, 'xl/_rels/workbook.xml.rels', workbookRelations());
}

export function put(parts: Parts, name: string, content: string): void {
  const part: Part = parts.open(name);
  part.write(content);
  part.close();
}

function contentTypes(): string {
  const overrides = SHEETS.flatMap(({ isTable }, index) => [
    override(`/xl/worksheets/sheet${index + 1}.xml`, 'worksheet'),
    ...(isTable ? [override(`/xl/tables/table${index + 1}.xml`, 'table')] : []),
  ]);
  return [
    `${HEAD}<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    override('/xl/workbook.xml', 'sheet.main'),
    override('/xl/styles.xml', 'styles'),
    override('/xl/sharedStrings.xml', 'sharedStrings'),
    ...overrides,
    '</Types>',
  ].join('');
}

function override(part: string, type: string): string {
  return `<Override PartName="${part}" ContentType="${TYPE}.${type}+xml"/>`;
}

function workbook(): string {
  const sheets = SHEETS.map(({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index + 1}"/>`);
  const defined = (kind: string, index: number, area: string): string =>
    `<definedName name="_xlnm.${kind}" localSheetId="${index}">${SHEETS[index].name}!${area}</definedName>`;
  const names = [
    ...SHEETS.flatMap(({ printed }, index) => (printed === null ? [] : [defined('Print_Area', index, printed)])),
    ...SHEETS.flatMap(({ printed }, index) => (printed === null ? [] : [defined('Print_Titles', index, '$1:$1')])),
  ];
  return `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${sheets.join('')}</sheets><definedNames>${names.join('')}</definedNames></workbook>`;
}

function workbookRelations(): string {
  const sheets = SHEETS.map((_, index) => relation(`s${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`));
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.join('')}${relation('styles', 'styles', 'styles.xml')}${relation('texts', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`;
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
}
