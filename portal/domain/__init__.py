"""The ground floor: rules of law as pure functions of dates, facts and a rule set."""
