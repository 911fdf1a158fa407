"""When people and places are taken: no person and no table is promised twice at one time."""
