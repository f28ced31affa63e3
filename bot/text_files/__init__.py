"""Documents that people send in place of typing, as text: read apart, within bounds, without what they link to."""
