"""Papers and tables that any feature makes: PDF on our own paper, CSV and XLSX. Heavy libraries come late."""
