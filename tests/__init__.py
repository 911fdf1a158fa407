"""The tests mirror ecosystem/ file by file; journeys/ cross features in a browser, house_rules/ look at the code."""
