"""Types of papers that people open on a telephone: what goes with initiatives, what channels carry."""

PDF = "application/pdf"
_OFFICE, _OPEN = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
DOCX, XLSX = f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
ODT, ODS, ODP = f"{_OPEN}.text", f"{_OPEN}.spreadsheet", f"{_OPEN}.presentation"
PAPERS = frozenset((PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP))
