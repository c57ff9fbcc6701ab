//! Each word of a URL: what becomes of it, and what is said of one that is not understood.

use std::path::PathBuf;

use tokio_postgres::config::{ChannelBinding, Host, LoadBalanceHosts, SslMode, SslNegotiation, TargetSessionAttrs};

use super::*;

fn server(words: &str) -> Server {
    format!("postgres://bailleur:s3cret@db.example/offre?{words}").parse().unwrap_or_else(|error| panic!("{words}: {error}"))
}

fn refusal(url: &str) -> String {
    url.parse::<Server>().err().unwrap_or_else(|| panic!("{url} is taken"))
}

fn hosts(server: &Server) -> Vec<String> {
    let name = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    };
    server.config.get_hosts().iter().map(name).collect()
}

/// A file of PEM for the tests, gone with the directory.
fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file.pem");
    std::fs::write(&path, text).unwrap();
    (directory, path)
}

#[test]
fn a_plain_url_has_bounded_waits_and_tries_tls() {
    let server: Server = "postgresql://bailleur:s3cret@db.example:6432/offre".parse().unwrap();
    let config = &server.config;
    assert_eq!((config.get_user(), config.get_password(), config.get_dbname()), (Some("bailleur"), Some(&b"s3cret"[..]), Some("offre")));
    assert_eq!((hosts(&server), config.get_ports()), (vec!["db.example".to_owned()], &[6432][..]));
    assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(3)));
    assert_eq!(server.timeout, Duration::from_secs(3));
    assert!(config.get_keepalives());
    assert_eq!(config.get_keepalives_idle(), Duration::from_secs(5));
    assert_eq!(config.get_keepalives_interval(), Some(Duration::from_secs(2)));
    assert_eq!(config.get_keepalives_retries(), Some(3));
    assert_eq!(config.get_tcp_user_timeout(), Some(&Duration::from_millis(6_000)));
    assert_eq!(config.get_application_name(), Some("offre-bailleurs"));
    assert_eq!(config.get_ssl_mode(), SslMode::Prefer);
    assert!(server.tls.is_some());
}

#[test]
fn what_the_words_say_of_waits_holds() {
    let waits = server("connect_timeout=7&keepalives_idle=11&keepalives_interval=12&keepalives_count=13&tcp_user_timeout=1500");
    let config = &waits.config;
    assert_eq!((config.get_connect_timeout(), waits.timeout), (Some(&Duration::from_secs(7)), Duration::from_secs(7)));
    assert_eq!(config.get_keepalives_idle(), Duration::from_secs(11));
    assert_eq!(config.get_keepalives_interval(), Some(Duration::from_secs(12)));
    assert_eq!(config.get_keepalives_retries(), Some(13));
    assert_eq!(config.get_tcp_user_timeout(), Some(&Duration::from_millis(1_500)), "in milliseconds, as libpq has it");
    assert_eq!(server("keepalives_retries=9").config.get_keepalives_retries(), Some(9));
    assert!(!server("keepalives=0").config.get_keepalives());
    assert_eq!(server("tcp_user_timeout=0").config.get_tcp_user_timeout(), None, "the system's own bound");
}

#[test]
fn what_the_words_say_of_the_session_holds() {
    let said = server("application_name=paie%20d%27avril&options=-c%20geqo%3Doff&channel_binding=require&target_session_attrs=read-write");
    let config = &said.config;
    assert_eq!((config.get_application_name(), config.get_options()), (Some("paie d'avril"), Some("-c geqo=off")));
    assert_eq!(config.get_channel_binding(), ChannelBinding::Require);
    assert_eq!(config.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
    assert_eq!(server("load_balance_hosts=random").config.get_load_balance_hosts(), LoadBalanceHosts::Random);
    assert_eq!(server("sslmode=require&sslnegotiation=direct").config.get_ssl_negotiation(), SslNegotiation::Direct);
    let whole: Server =
        "postgres://?host=db.example&hostaddr=192.0.2.7&port=6432&user=bailleur&password=s3cret&dbname=offre".parse().unwrap();
    let config = &whole.config;
    assert_eq!((hosts(&whole), config.get_ports()), (vec!["db.example".to_owned()], &[6432][..]));
    assert_eq!(config.get_hostaddrs(), &[std::net::IpAddr::from([192, 0, 2, 7])]);
    assert_eq!((config.get_user(), config.get_password(), config.get_dbname()), (Some("bailleur"), Some(&b"s3cret"[..]), Some("offre")));
    let socket: Server = "postgres://bailleur@%2Fvar%2Frun%2Fpostgresql/offre".parse().unwrap();
    assert_eq!(hosts(&socket), ["/var/run/postgresql"]);
}

#[test]
fn each_of_several_hosts_has_its_time() {
    let two: Server = "postgres://bailleur@one.example:5432,two.example:5433/offre?connect_timeout=4".parse().unwrap();
    assert_eq!((hosts(&two), two.config.get_ports()), (vec!["one.example".to_owned(), "two.example".to_owned()], &[5432, 5433][..]));
    assert_eq!((two.config.get_connect_timeout(), two.timeout), (Some(&Duration::from_secs(4)), Duration::from_secs(8)));
}

#[test]
fn each_way_to_ask_for_tls_is_the_drivers() {
    let (_directory, root) = file(&authority());
    let root = root.display();
    for (words, mode, tls) in [
        ("sslmode=disable".to_owned(), SslMode::Disable, false),
        ("sslmode=prefer".to_owned(), SslMode::Prefer, true),
        ("sslmode=require".to_owned(), SslMode::Require, true),
        (format!("sslmode=require&sslrootcert={root}"), SslMode::Require, true),
        (format!("sslmode=verify-ca&sslrootcert={root}"), SslMode::Require, true),
        (format!("sslrootcert={root}&sslmode=verify-full"), SslMode::Require, true),
    ] {
        let server = server(&words);
        assert_eq!((server.config.get_ssl_mode(), server.tls.is_some()), (mode, tls), "{words}");
    }
}

/// The system's own authorities in PEM: some machine without any has no TLS to test.
fn authority() -> String {
    std::fs::read_to_string("/etc/ssl/certs/ca-certificates.crt").unwrap()
}

#[test]
fn what_is_not_understood_is_refused_with_a_sentence() {
    let (_directory, empty) = file("");
    let empty = empty.display().to_string();
    for (words, sentence) in [
        ("sslmod=require", "sslmod is not understood; known words: application_name, channel_binding, connect_timeout, "),
        ("passfile=/x", "passfile is not understood"),
        ("service=x", "service is not understood"),
        ("gssencmode=disable", "gssencmode is not understood"),
        ("sslmode=allow", "sslmode=allow is not understood: disable, prefer, require, verify-ca or verify-full"),
        ("sslmode", "must be NAME=VALUE"),
        ("sslmode=%FF", "sslmode: invalid utf-8"),
        ("sslmode=verify-full&sslrootcert=/none.crt", "/none.crt: "),
        (&format!("sslmode=verify-full&sslrootcert={empty}"), "holds no certificate"),
        ("sslcert=/x.crt", "sslcert and sslkey go together"),
        ("sslkey=/x.key", "sslcert and sslkey go together"),
        ("sslcert=/none.crt&sslkey=/none.key", "/none.crt: "),
        ("connect_timeout=0", "connect_timeout=0 is not understood: 1 second or more"),
        ("connect_timeout=soon", "`connect_timeout`"),
        ("tcp_user_timeout=6s", "tcp_user_timeout is in milliseconds: invalid digit"),
        ("keepalives_count=-1", "`keepalives_retries`"),
        ("keepalives_idle=x", "`keepalives_idle`"),
        ("target_session_attrs=prefer-standby", "`target_session_attrs`"),
        ("channel_binding=x", "`channel_binding`"),
        ("sslnegotiation=x", "`sslnegotiation`"),
        ("load_balance_hosts=x", "`load_balance_hosts`"),
        ("port=x", "`port`"),
        ("hostaddr=db", "`hostaddr`"),
    ] {
        let told = refusal(&format!("postgres://bailleur:s3cret@db.example/offre?{words}"));
        assert!(told.contains(sentence), "{words}: {told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
    assert_eq!(refusal("postgres://"), "names no host");
    assert_eq!(refusal("postgres:///offre"), "names no host");
}

#[test]
fn a_password_is_never_shown() {
    assert_eq!(format!("{:?}", server("password=s3cret")), "postgres://…");
    for url in [
        "postgres://bailleur:s3cr?et@db.example/offre",
        "postgres://bailleur:s3cr?s3cret=1@db.example/offre",
        "postgres://bailleur:s3cr?s3cret&1=2@db.example/offre?sslmode=require",
        "postgres://bailleur:s3cret@db.example:no/offre",
        "postgres://bailleur:s3cret%FF@db.example/offre?sslmode=s",
        "postgres://bailleur:%zz@db.example/offre?s3cret",
    ] {
        let told = refusal(url);
        assert!(!told.contains("s3cr") && !told.contains("et@"), "{url}: {told}");
    }
}
