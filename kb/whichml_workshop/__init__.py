"""The workshop: what makes and checks the knowledge that whichml answers from; part of a checkout, not of the wheel."""
