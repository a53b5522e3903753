"""What everyone reads: the public site, its narrative pages, charts and open data."""
