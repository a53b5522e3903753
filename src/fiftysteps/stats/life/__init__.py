"""Life tables: life expectancy, healthy life expectancy and years of life lost."""
