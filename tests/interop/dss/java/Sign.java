import eu.europa.esig.dss.asic.cades.ASiCWithCAdESSignatureParameters;
import eu.europa.esig.dss.asic.cades.signature.ASiCWithCAdESService;
import eu.europa.esig.dss.cades.CAdESSignatureParameters;
import eu.europa.esig.dss.cades.signature.CAdESService;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.JWSSerializationType;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.jades.JAdESSignatureParameters;
import eu.europa.esig.dss.jades.signature.JAdESService;
import eu.europa.esig.dss.signature.AbstractSignatureParameters;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.service.http.commons.TimestampDataLoader;
import eu.europa.esig.dss.service.tsp.OnlineTSPSource;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.token.KSPrivateKeyEntry;
import eu.europa.esig.dss.token.Pkcs12SignatureToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;

/**
 * java Sign FOLDER TSA LETTER OUT: signs with DSS, in every format and at every level that we read. LETTER is a PDF; TSA is where
 * time-stamp requests are posted; the files written into OUT are named after format and level.
 */
public final class Sign {
  private final CertificateVerifier verifier;
  private final OnlineTSPSource authority;
  private final Pkcs12SignatureToken token;
  private final KSPrivateKeyEntry key;
  private final DSSDocument letter;
  private final Path out;

  private Sign(Development development, String tsa, Path letter, Path out) throws IOException {
    this.verifier = development.verifier("online");
    this.authority = new OnlineTSPSource(tsa, new TimestampDataLoader());
    this.token = development.signatureToken();
    this.key = development.key(token);
    this.letter = new FileDocument(letter.toFile());
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    Sign sign = new Sign(new Development(Path.of(arguments[0])), arguments[1], Path.of(arguments[2]), Path.of(arguments[3]));
    for (String level : List.of("B", "T", "LT", "LTA")) {
      sign.container(level);
      sign.detached(level);
      sign.pdf(level);
    }
    sign.jws("B");
    sign.jws("T");
    sign.token.close();
  }

  private void container(String level) throws IOException {
    ASiCWithCAdESSignatureParameters parameters = prepared(new ASiCWithCAdESSignatureParameters());
    parameters.setSignatureLevel(SignatureLevel.valueByName("CAdES-BASELINE-" + level));
    parameters.aSiC().setContainerType(ASiCContainerType.ASiC_E);
    ASiCWithCAdESService service = new ASiCWithCAdESService(verifier);
    service.setTspSource(authority);
    List<DSSDocument> files = List.of(letter);
    SignatureValue value = token.sign(service.getDataToSign(files, parameters), DigestAlgorithm.SHA256, key);
    save(service.signDocument(files, parameters, value), "asic-e", level, "asice");
  }

  private void detached(String level) throws IOException {
    CAdESSignatureParameters parameters = prepared(new CAdESSignatureParameters());
    parameters.setSignatureLevel(SignatureLevel.valueByName("CAdES-BASELINE-" + level));
    parameters.setSignaturePackaging(SignaturePackaging.DETACHED);
    CAdESService service = new CAdESService(verifier);
    service.setTspSource(authority);
    SignatureValue value = token.sign(service.getDataToSign(letter, parameters), DigestAlgorithm.SHA256, key);
    save(service.signDocument(letter, parameters, value), "cades", level, "p7s");
  }

  private void pdf(String level) throws IOException {
    PAdESSignatureParameters parameters = prepared(new PAdESSignatureParameters());
    parameters.setSignatureLevel(SignatureLevel.valueByName("PAdES-BASELINE-" + level));
    PAdESService service = new PAdESService(verifier);
    service.setTspSource(authority);
    SignatureValue value = token.sign(service.getDataToSign(letter, parameters), DigestAlgorithm.SHA256, key);
    save(service.signDocument(letter, parameters, value), "pades", level, "pdf");
  }

  private void jws(String level) throws IOException {
    JAdESSignatureParameters parameters = prepared(new JAdESSignatureParameters());
    parameters.setSignatureLevel(SignatureLevel.valueByName("JAdES-BASELINE-" + level));
    parameters.setSignaturePackaging(SignaturePackaging.ENVELOPING);
    parameters.setJwsSerializationType(JWSSerializationType.FLATTENED_JSON_SERIALIZATION);
    JAdESService service = new JAdESService(verifier);
    service.setTspSource(authority);
    SignatureValue value = token.sign(service.getDataToSign(letter, parameters), DigestAlgorithm.SHA256, key);
    save(service.signDocument(letter, parameters, value), "jades", level, "json");
  }

  private <P extends AbstractSignatureParameters<?>> P prepared(P parameters) {
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setSigningCertificate(key.getCertificate());
    parameters.setCertificateChain(key.getCertificateChain());
    parameters.bLevel().setSigningDate(new Date());
    return parameters;
  }

  private void save(DSSDocument signed, String format, String level, String ending) throws IOException {
    signed.save(out.resolve(format + "-" + level + "." + ending).toString());
  }
}
