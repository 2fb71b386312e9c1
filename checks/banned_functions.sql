-- id: banned_functions
-- severity: error
-- title: Models use functions both engines know
-- reason: A function only one engine knows breaks the other, and is found there only after the
--   merge.
-- remedy: use standard SQL or the macro in macros/sql that stands for it
WITH banned (pattern, says) AS (
  VALUES
    (
      '(?i)\b(iff|nvl2?|zeroifnull|nullifzero|decode|div0|div0null|to_varchar|to_char|to_number|'
      || 'to_date|to_timestamp\w*|flatten|object_construct\w*|object_agg|parse_json|get_path|'
      || 'array_construct|array_size|array_agg|listagg|string_agg|group_concat|strftime|strptime|'
      || 'epoch_ms|epoch|to_days|json_extract\w*|json_value|json_array_\w+|unnest|'
      || 'generate_series|range|generator|seq[1248]|ratio_to_report|conditional_true_event|'
      || 'arg_max|arg_min|regexp_replace|regexp_substr|regexp_matches|regexp_extract\w*|'
      || 'regexp_like|rlike|'
      || 'md5\w*|sha\w*|hash|list_\w+|try_to_\w+|try_parse_\w+|try_cast|datediff|dateadd|date_diff|'
      || 'date_add|timestampdiff|timestampadd|to_json|struct_pack|uuid|'
      || 'gen_random_uuid|random|uniform)\s*\(',
      'is known to one engine only or differs between them'
    ),
    ('(?i)\b(not\s+)?ilike\b', 'compares without case on its own terms; write LOWER(x) LIKE'),
    ('<>', 'is the second way to say !='),
    ('(?i)\bexclude\s*\(', 'publishes columns nobody listed; name them'),
    ('(?i)\busing\s*\(', 'hides which side a column comes from; write ON')
)

SELECT
  code_lines.path AS file,
  code_lines.line,
  SPLIT_PART(code_lines.path, '/', -1) || ': ' || found AS entry,
  UPPER(found) || ' ' || banned.says AS message
FROM dbt.lines AS code_lines
INNER JOIN banned ON REGEXP_MATCHES(code_lines.sql, banned.pattern)
CROSS JOIN UNNEST([LOWER(TRIM(
  REGEXP_EXTRACT(code_lines.sql, banned.pattern), ' ('
))]) AS matched (found)
WHERE REGEXP_MATCHES(code_lines.path, '^models/.*\.sql$')
