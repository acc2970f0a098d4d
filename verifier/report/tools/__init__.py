"""What was found, in the forms that tools of development read: SARIF, JUnit, annotations."""
