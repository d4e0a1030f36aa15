import { blobsSuite } from './blobs.suite.ts';
import { blobsAtRestSuite } from './blobs-at-rest.suite.ts';
import { resumableBlobsSuite } from './blobs-resumable.suite.ts';
import { makeFilesPlace } from './files-place.ts';

blobsSuite('files', makeFilesPlace);
resumableBlobsSuite('files', makeFilesPlace);
blobsAtRestSuite('files', makeFilesPlace);
