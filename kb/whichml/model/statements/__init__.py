"""What is stated of projects and algorithms: facts, conditions and rules, evidence, and the answer."""
