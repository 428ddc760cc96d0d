"""The model risk policy of Acme Bank, a fictional bank, as a rule pack for whichml."""
