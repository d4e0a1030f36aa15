import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.model.x509.revocation.crl.CRL;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.http.commons.CommonsDataLoader;
import eu.europa.esig.dss.service.http.commons.OCSPDataLoader;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.RevocationSource;
import eu.europa.esig.dss.spi.x509.revocation.RevocationToken;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.token.KSPrivateKeyEntry;
import eu.europa.esig.dss.token.Pkcs12SignatureToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore.PasswordProtection;
import java.util.List;
import java.util.stream.Stream;

/** What a development installation trusts, what it knows about revocation, and the key that DSS signs with. */
final class Development {
  private static final char[] PASSWORD = "development".toCharArray();

  private final Path folder;

  Development(Path folder) {
    this.folder = folder;
  }

  /**
   * Trusts the development roots alone. Revocation data is what lies in the folder ("given"), what is to be had at the addresses that
   * certificates name ("online"), or nothing but what the signature carries ("embedded").
   */
  CertificateVerifier verifier(String revocationData) throws IOException {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    for (Path root : filesEndingWith(".root.der")) trusted.addCertificate(DSSUtils.loadCertificate(root.toFile()));
    boolean online = revocationData.equals("online");
    CertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setCrlSource(online ? new OnlineCRLSource(new CommonsDataLoader()) : revocationData.equals("given") ? revocationLists() : null);
    verifier.setOcspSource(online ? new OnlineOCSPSource(new OCSPDataLoader()) : null);
    verifier.setAIASource(null);
    return verifier;
  }

  Pkcs12SignatureToken signatureToken() throws IOException {
    return new Pkcs12SignatureToken(folder.resolve("signer.p12").toFile(), new PasswordProtection(PASSWORD));
  }

  KSPrivateKeyEntry key(Pkcs12SignatureToken token) {
    return (KSPrivateKeyEntry) token.getKeys().get(0);
  }

  private RevocationSource<CRL> revocationLists() throws IOException {
    return new GivenRevocationLists(filesEndingWith(".crl").stream().map(Path::toString).toArray(String[]::new));
  }

  private List<Path> filesEndingWith(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** DSS reads lists from files only as a source for several answers; a verifier asks for one. */
  private static final class GivenRevocationLists implements RevocationSource<CRL> {
    private static final long serialVersionUID = 1L;
    private final ExternalResourcesCRLSource lists;

    GivenRevocationLists(String... paths) {
      Stream<InputStream> streams = Stream.of(paths).map(GivenRevocationLists::open);
      lists = new ExternalResourcesCRLSource(streams.toArray(InputStream[]::new));
    }

    @Override
    public RevocationToken<CRL> getRevocationToken(CertificateToken certificate, CertificateToken issuer) {
      return lists.getRevocationTokens(certificate, issuer).stream().findFirst().orElse(null);
    }

    private static InputStream open(String path) {
      try {
        return Files.newInputStream(Path.of(path));
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }
}
