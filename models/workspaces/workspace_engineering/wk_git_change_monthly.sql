-- grain: one row per month, top folder and author domain (git_change_monthly_pk)
WITH handbook_git_commit_source AS (
  SELECT * FROM {{ ref('handbook_git_commit_source') }}
),

handbook_git_commit_file_source AS (
  SELECT * FROM {{ ref('handbook_git_commit_file_source') }}
),

changes AS (
  -- a merge or an empty commit changes no file; it keeps one row, so that every commit is counted
  SELECT
    handbook_git_commit_source.commit_id,
    handbook_git_commit_file_source.commit_file_id,
    handbook_git_commit_file_source.file_path,
    handbook_git_commit_file_source.lines_added,
    handbook_git_commit_file_source.lines_removed,
    DATE_TRUNC('MONTH', handbook_git_commit_source.committed_at)::DATE AS change_month,
    COALESCE(handbook_git_commit_source.author_domain, '(none)') AS author_domain,
    CASE
      WHEN handbook_git_commit_file_source.file_path IS NULL THEN '(no files)'
      WHEN POSITION('/' IN handbook_git_commit_file_source.file_path) = 0 THEN '(top)'
      ELSE SPLIT_PART(handbook_git_commit_file_source.file_path, '/', 1)
    END AS top_folder
  FROM handbook_git_commit_source
  LEFT OUTER JOIN handbook_git_commit_file_source
    ON handbook_git_commit_source.commit_id = handbook_git_commit_file_source.commit_id
  WHERE handbook_git_commit_source.is_reachable
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['change_month', 'top_folder', 'author_domain']) }}::VARCHAR
      AS git_change_monthly_pk,
    -- attributes
    top_folder::VARCHAR AS top_folder,
    author_domain::VARCHAR AS author_domain,
    change_month,
    -- measures
    COUNT(DISTINCT commit_id)::BIGINT AS commits,
    COUNT(DISTINCT file_path)::BIGINT AS files,
    COUNT(commit_file_id)::BIGINT AS file_changes,
    COALESCE(SUM(lines_added), 0)::BIGINT AS lines_added,
    COALESCE(SUM(lines_removed), 0)::BIGINT AS lines_removed
  FROM changes
  GROUP BY change_month, top_folder, author_domain
)

SELECT * FROM final
