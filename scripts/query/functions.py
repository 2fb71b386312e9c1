"""What a statement run as a role may call: functions of values, nothing that reads the engine, its files or settings.

Everything not listed is refused: what a later DuckDB adds must be looked at before a role may call it.
"""

from __future__ import annotations

_OPERATORS = """
    + - * / // % ** ^ & | << >> ~ !~~ !~~* ~~ ~~* ~~~ || ->> @ @> <@ && ^@ = != < > <= >= <->
    like_escape not_like_escape ilike_escape not_ilike_escape
"""

_AGGREGATES = """
    any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min arg_min_null
    argmax argmin array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif covar_pop
    covar_samp entropy favg first fsum geomean group_concat histogram kurtosis kurtosis_pop last list listagg mad max
    max_by mean median min min_by mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count
    regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy skewness stddev stddev_pop stddev_samp string_agg sum
    var_pop var_samp variance weighted_avg
"""

_WINDOWS = """
    cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense row_number
"""

_TEXT = """
    ascii base64 bit_length char_length character_length chr concat concat_ws contains damerau_levenshtein ends_with
    format from_base64 from_hex hamming hash hex instr jaccard jaro_similarity jaro_winkler_similarity lcase left len
    length levenshtein lower lpad ltrim md5 mismatches ord overlay position prefix printf regexp_escape regexp_extract
    regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array repeat replace reverse
    right rpad rtrim sha1 sha256 split split_part starts_with str_split str_split_regex string_split
    string_split_regex strip_accents strlen strpos substr substring suffix to_base64 to_hex translate trim ucase unhex
    unicode upper url_decode url_encode
"""

_NUMBERS = """
    abs acos acosh add asin asinh atan atan2 atanh bin bit_count cbrt ceil ceiling cos cosh cot decimal_division degrees
    divide even exp factorial fdiv floor fmod gamma gcd greatest isfinite isinf isnan lcm least lgamma ln log log10 log2
    mod multiply pi pow power radians round round_even sign signbit sin sinh sqrt subtract tan tanh trunc xor
"""

_DATES = """
    age ago century current_date current_localtime current_localtimestamp date_add date_diff date_part date_sub
    date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade epoch
    epoch_ms epoch_ns epoch_us era get_current_time get_current_timestamp hour isodow isoyear julian last_day make_date
    make_time make_timestamp microsecond millennium millisecond minute month monthname nanosecond now quarter second
    strftime strptime time_bucket timezone timezone_hour timezone_minute to_days to_hours to_microseconds
    to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years today
    transaction_timestamp try_strptime week weekday weekofyear year yearweek
"""

_NESTED = """
    array_append array_concat array_contains array_distinct array_extract array_length array_position array_prepend
    array_slice array_sort array_to_string array_value cardinality element_at filter flatten from_json generate_series
    json_array json_array_length json_contains json_exists json_extract json_extract_path json_extract_path_text
    json_extract_string json_keys json_object json_quote json_structure json_type json_valid json_value list_append
    list_avg list_concat list_contains list_count list_distinct list_element list_extract list_filter list_first
    list_has_all list_has_any list_intersect list_last list_max list_min list_pack list_position list_prepend
    list_reduce list_reverse list_reverse_sort list_select list_slice list_sort list_sum list_transform list_unique
    list_value list_zip map map_entries map_extract map_from_entries map_keys map_values range reduce row row_to_json
    struct_extract struct_insert struct_keys struct_pack to_json unnest
"""

_OTHER = "constant_or_null if nullif pg_typeof typeof random gen_random_uuid uuid"

FUNCTIONS = frozenset(" ".join((_OPERATORS, _AGGREGATES, _WINDOWS, _TEXT, _NUMBERS, _DATES, _NESTED, _OTHER)).split())
"""Functions and operators a statement may call, by the names DuckDB's parser gives them."""

TABLE_FUNCTIONS = frozenset(("generate_series", "range", "unnest"))
"""Functions that may stand in FROM: they make rows of their arguments."""

_TYPES = """
    bigint bit blob bool boolean bpchar bytea char date datetime dec decimal double float float4 float8 hugeint int int1
    int2 int4 int8 integer interval json list long map numeric real short signed smallint string struct text time
    timestamp timestamptz timestamp_ms timestamp_ns timestamp_s tinyint ubigint uhugeint uinteger usmallint utinyint
    uuid varchar
"""

TYPES = frozenset((*_TYPES.split(), "time with time zone", "timestamp with time zone"))
"""Types a statement may cast to, by the names DuckDB's parser gives them."""
