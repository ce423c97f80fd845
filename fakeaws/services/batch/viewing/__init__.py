"""Jobs as tests and reports see them."""
