-- One name for one setting: see the CHANGELOG.
update migration set settings = replace(settings, '"investigateFromUnmatched"', '"unmatchedPeopleLimit"');
