import { describe, expect, it } from 'vitest'
import { placeS3Call } from './place-s3-call.ts'

function place(line: string, headers: Record<string, string> = {}) {
  const [method = '', target = ''] = line.split(' ')
  const { pathname: path, searchParams: query } = new URL(target, 'http://127.0.0.1')
  return placeS3Call({ method, path, query, headers }).map(
    ({ action, resource }) => `${action} ${resource}`,
  )
}

describe('placeS3Call', () => {
  it.each([
    ['GET /', 's3:ListAllMyBuckets *'],
    ['GET /b?list-type=2&prefix=lake%2F', 's3:ListBucket arn:aws:s3:::b'],
    ['GET /b/?list-type=2', 's3:ListBucket arn:aws:s3:::b'],
    ['HEAD /b', 's3:ListBucket arn:aws:s3:::b'],
    ['GET /b?location', 's3:GetBucketLocation arn:aws:s3:::b'],
    ['GET /b/a/b%20c.json?x-id=GetObject', 's3:GetObject arn:aws:s3:::b/a/b c.json'],
    ['GET /b/a?versionId=1', 's3:GetObjectVersion arn:aws:s3:::b/a'],
    ['HEAD /b/a', 's3:GetObject arn:aws:s3:::b/a'],
    ['PUT /b/a?x-id=PutObject', 's3:PutObject arn:aws:s3:::b/a'],
    ['POST /b/a?uploads', 's3:PutObject arn:aws:s3:::b/a'],
    ['PUT /b/a?partNumber=1&uploadId=u', 's3:PutObject arn:aws:s3:::b/a'],
    ['POST /b/a?uploadId=u', 's3:PutObject arn:aws:s3:::b/a'],
    ['DELETE /b/a?uploadId=u', 's3:AbortMultipartUpload arn:aws:s3:::b/a'],
    ['DELETE /b/a', 's3:DeleteObject arn:aws:s3:::b/a'],
    ['DELETE /b/a?versionId=1', 's3:DeleteObjectVersion arn:aws:s3:::b/a'],
  ])('%s is %s', (request, expected) => {
    expect(place(request)).toEqual([expected])
  })

  it('reads the source of a copy', () => {
    expect(place('PUT /b/a', { 'x-amz-copy-source': '/other/x%20y?versionId=1' })).toEqual([
      's3:PutObject arn:aws:s3:::b/a',
      's3:GetObject arn:aws:s3:::other/x y',
    ])
  })

  it('reads what a write depends on', () => {
    const both = ['s3:PutObject arn:aws:s3:::b/a', 's3:GetObject arn:aws:s3:::b/a']

    expect(place('PUT /b/a', { 'if-match': '"etag"' })).toEqual(both)
    expect(place('PUT /b/a', { 'if-none-match': '*' })).toEqual(both.slice(0, 1))
  })

  it.each(['POST /b?delete', 'PUT /b?acl', 'GET /b/a?torrent', 'PATCH /b/a'])(
    'refuses %s',
    (request) => {
      expect(() => place(request)).toThrow('does not know what')
    },
  )
})
