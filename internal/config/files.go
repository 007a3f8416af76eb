package config

import (
	"net/url"
	"regexp"
	"strings"
)

// Bucket is where attachments are kept in a store that speaks the S3 protocol.
type Bucket struct {
	Name string
	// Prefix begins every key, without a slash at its ends; it may be empty.
	Prefix string
	// Endpoint is the store's host, with a port where it has one of its own.
	Endpoint string
	// Secure says that it is reached over https.
	Secure bool
	Region string
	// PathStyle says that the bucket's name stands in the path and not in the host.
	PathStyle            bool
	AccessKey, SecretKey string
}

// inDatabase is the setting that keeps the bytes of attachments in the database.
const inDatabase = "database"

// bucketName is what S3 allows, without dots: they do not go with https.
var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)

// Bucket is where attachments are kept; nil for in the database.
func (s Settings) Bucket() *Bucket { return s.bucket }

// checkFiles tells every problem with where attachments are kept.
func (s *Settings) checkFiles(add func(format string, args ...any)) {
	s.bucket = nil
	if s.FilesURL == inDatabase {
		return
	}
	u, err := url.Parse(s.FilesURL)
	if err != nil || u.Scheme != "s3" {
		add("FILES_URL must be database, or s3://BUCKET?endpoint=https://HOST&region=REGION")
		return
	}
	if u.User != nil {
		add("FILES_URL must not hold a password: use FILES_ACCESS_KEY and FILES_SECRET_KEY")
	}
	if !bucketName.MatchString(u.Host) {
		add("FILES_URL must name a bucket after s3://, of small letters, digits and hyphens, not %q", u.Host)
	}
	query := u.Query()
	endpoint, err := url.Parse(query.Get("endpoint"))
	if err != nil || endpoint.Host == "" || (endpoint.Scheme != "https" && endpoint.Scheme != "http") ||
		strings.Trim(endpoint.Path, "/") != "" || endpoint.RawQuery != "" || endpoint.User != nil {
		add("FILES_URL must say endpoint=https://HOST, with nothing behind the host, not %q", query.Get("endpoint"))
		endpoint = &url.URL{}
	}
	if query.Get("region") == "" {
		add("FILES_URL must say region=, as the store names it")
	}
	style := query.Get("style")
	if style != "" && style != "path" && style != "host" {
		add("FILES_URL may say style=path or style=host, not %q", style)
	}
	for name := range query {
		if name != "endpoint" && name != "region" && name != "style" {
			add("FILES_URL says %q, which is not known", name)
		}
	}
	if s.FilesAccessKey == "" || s.FilesSecretKey == "" {
		add("FILES_ACCESS_KEY and FILES_SECRET_KEY (or FILES_SECRET_KEY_FILE) must be set with FILES_URL")
	}
	s.bucket = &Bucket{
		Name: u.Host, Prefix: strings.Trim(u.Path, "/"), Endpoint: endpoint.Host, Secure: endpoint.Scheme == "https",
		Region: query.Get("region"), PathStyle: style == "path", AccessKey: s.FilesAccessKey, SecretKey: s.FilesSecretKey,
	}
}
